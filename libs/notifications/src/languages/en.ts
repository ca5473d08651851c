import { type ScanWords, toEntry } from '../alert-entry.js';
import { type SellerWords, sellerFacts } from '../seller-facts.js';
import type { Messages, ToldAlert } from './index.js';

const REASONS: Record<string, string> = {
  blocking: 'The car is in the way',
  lights_on: 'The lights are on',
  window_open: 'A window is open',
  damage: 'Damage to the car',
  emergency: 'Emergency',
  towing: 'The car is about to be towed',
  other: 'Something else',
};

const CHANGES: Messages['changes'] = {
  'password-set': 'A password was set',
  'password-replaced': 'Your password was changed',
  'password-removed': 'Your password was removed',
  'email-changed': 'Your e-mail was changed',
  'phone-changed': 'Your phone number was changed',
};

const SCAN_WORDS: ScanWords = {
  reason: 'Reason',
  phone: 'Phone',
  email: 'E-mail',
  call: 'Call',
  write: 'Write an e-mail',
  page: 'The page they saw',
};

const SELLER_WORDS: SellerWords = {
  name: 'Seller',
  address: 'Address',
  taxId: 'Tax number',
  supportEmail: 'Questions',
};

function alertSubject({ carNumber, scans, people, reasons, isLate }: ToldAlert): string {
  const [reason] = reasons;
  if (isLate && scans.length > 1) return `You missed ${scans.length} scans of ${carNumber}`;
  if (isLate) return reason ? `Missed: ${reason} (${carNumber})` : `You missed a scan of ${carNumber}`;
  if (reason) return `${reason}: ${carNumber}${people > 1 ? ` (${people} people)` : ''}`;
  return `${people > 1 ? `${people} people are` : 'Someone is'} looking for you: ${carNumber}`;
}

function alertHeading(alert: ToldAlert): string {
  return alert.reasons.length > 0 && !alert.isLate ? alert.reasons.join('. ') : alertSubject(alert);
}

function alertText({ carNumber, scans, people, isLate }: ToldAlert): string {
  const who = people > 1 ? `${people} people` : 'Someone';
  const often = scans.length > people ? `, ${scans.length} times in all` : '';
  const text = `${who} scanned the sticker on your car ${carNumber}${often}.`;
  return isLate ? `${text} We could not tell you sooner.` : text;
}

export const EN: Messages = {
  language: 'en',
  greeting: (name) => (name ? `Hello ${name},` : 'Hello,'),
  footer: 'CarQR: a sticker in the window lets anyone reach the owner of a car.',
  unsubscribe: 'Stop mails about scans',
  reasons: REASONS,

  welcome: () => ({
    subject: 'Welcome to CarQR',
    heading: 'Welcome to CarQR',
    paragraphs: [
      'Your e-mail address is confirmed.',
      'When someone scans the code on your car and leaves their number, we write to you here at once.',
      'No sticker yet? Make one in the app, print it at its real size and put it behind the windscreen.',
    ],
  }),

  emailCode: ({ code, minutes }) => ({
    subject: `${code} confirms your e-mail address`,
    heading: 'Confirm your e-mail address',
    paragraphs: ['Enter this code in the app:'],
    code,
    note: `The code expires in ${minutes} minutes. If you did not ask for it, ignore this mail: nothing will happen.`,
  }),

  signInCode: ({ code, minutes }) => ({
    subject: `${code} is your CarQR code`,
    heading: 'Your code to sign in',
    paragraphs: ['Enter this code in the app:'],
    code,
    note: `The code expires in ${minutes} minutes. Do not share it; we never ask for it. If you did not ask for it, ignore this mail.`,
  }),

  scanAlert: (alert) => ({
    subject: alertSubject(alert),
    heading: alertHeading(alert),
    paragraphs: [alertText(alert)],
    entries: alert.scans.map((scan) => toEntry(SCAN_WORDS, scan)),
    note: 'Only answer if it seems right to you. CarQR never asks for codes, passwords or money.',
  }),

  premiumReceipt: ({ amount, planDuration, paidAt, premiumUntil, orderId, paymentId, seller }) => ({
    subject: `Receipt: ${amount} for CarQR Premium`,
    heading: 'Thank you for your payment',
    paragraphs: ['CarQR Premium is active. Here are the details of your payment:'],
    facts: [
      { name: 'Plan', value: `Premium, ${planDuration} days` },
      { name: 'Amount', value: amount },
      { name: 'Paid', value: paidAt },
      ...(premiumUntil ? [{ name: 'Premium until', value: premiumUntil }] : []),
      { name: 'Payment', value: paymentId },
      { name: 'Order', value: orderId },
      ...sellerFacts(SELLER_WORDS, seller),
    ],
  }),

  premiumEnding: ({ endsAt }) => ({
    subject: 'Your CarQR Premium ends soon',
    heading: 'Premium ends soon',
    paragraphs: [
      `Your CarQR Premium ends on ${endsAt}.`,
      'You can renew it in the app. The new time is added to the time that is left.',
      'It does not renew by itself, and your sticker keeps working either way.',
    ],
  }),

  changes: CHANGES,

  accountChanged: ({ change, at, lockUrl }) => ({
    subject: `${CHANGES[change]} (CarQR)`,
    heading: CHANGES[change],
    paragraphs: ['This was changed in your CarQR account. If it was you, you need not do anything.'],
    facts: [{ name: 'When', value: at }],
    entries: [
      {
        title: 'It was not you? Take your account back:',
        facts: [],
        button: { label: 'Take my account back', url: lockUrl },
        links: [],
      },
    ],
    note: 'The button signs your account out everywhere, removes a password that was set since, and gives back your old phone number and e-mail address. It works for 7 days. CarQR never asks for codes or passwords.',
  }),

  accountChangedSms: ({ change, lockUrl }) => `CarQR: ${CHANGES[change]}. Not you? Take your account back: ${lockUrl}`,

  newSignIn: ({ at, device }) => ({
    subject: 'New sign-in to your CarQR account',
    heading: 'New sign-in',
    paragraphs: ['Someone signed in to your account on a device that we have not seen before.'],
    facts: [
      { name: 'When', value: at },
      { name: 'Device', value: device },
    ],
    note: 'If this was you, you need not do anything. If not, end that session in the app, under “Sessions”.',
  }),

  device: ({ program, system, model }) => {
    const name = program && (program.kind === 'app' ? 'CarQR app' : program.name);
    const known = name && system ? `${name} on ${system}` : (name ?? system);
    if (!known) return 'An unknown device';
    return model ? `${known} (${model})` : known;
  },
};
