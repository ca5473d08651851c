import { type ScanWords, toEntry } from '../alert-entry.js';
import type { Messages } from './index.js';

const REASONS: Record<string, string> = {
  blocking: 'The car is in the way',
  lights_on: 'The lights are on',
  window_open: 'A window is open',
  damage: 'Damage to the car',
  emergency: 'An emergency',
  towing: 'The car is about to be towed',
  other: 'Something else',
};

const SCAN_WORDS: ScanWords = {
  reason: 'Reason',
  phone: 'Phone',
  email: 'E-mail',
  call: 'Call',
  write: 'Write',
  page: 'The page they saw',
};

export const EN: Messages = {
  language: 'en',
  greeting: (name) => (name ? `Hello ${name},` : 'Hello,'),
  footer: 'CarQR: a sticker in the window lets anyone reach the owner of a car.',
  unsubscribe: 'No more mails about scans',
  reasons: REASONS,

  welcome: () => ({
    subject: 'Welcome to CarQR',
    heading: 'Welcome to CarQR',
    paragraphs: [
      'Your e-mail address is confirmed.',
      'When somebody scans the code on your car and leaves their number, we tell you here at once.',
      'No sticker yet? Make one in the app, print it at its real size and put it behind the windscreen.',
    ],
  }),

  emailCode: ({ code, minutes }) => ({
    subject: `${code} confirms your e-mail address`,
    heading: 'Confirm your e-mail address',
    paragraphs: ['Please enter this code in the app:'],
    code,
    note: `The code is good for ${minutes} minutes. If you did not ask for it, ignore this mail: nothing will happen.`,
  }),

  signInCode: ({ code, minutes }) => ({
    subject: `${code} is your CarQR code`,
    heading: 'Your code to sign in',
    paragraphs: ['Please enter this code in the app:'],
    code,
    note: `The code is good for ${minutes} minutes. Share it with nobody; we never ask for it. If you did not ask for it, ignore this mail.`,
  }),

  scanAlert: ({ carNumber, scans }) => ({
    subject:
      scans.length === 1
        ? `Somebody is looking for you: ${carNumber}`
        : `${scans.length} people are looking for you: ${carNumber}`,
    heading:
      scans.length === 1
        ? `Your car ${carNumber} was scanned`
        : `Your car ${carNumber} was scanned ${scans.length} times`,
    paragraphs: ['This is who asked for you, and why:'],
    entries: scans.map((scan) => toEntry(SCAN_WORDS, scan)),
    note: 'Only answer when it seems right to you. CarQR never asks for codes, passwords or money.',
  }),

  premiumReceipt: ({ amount, planDuration, paidAt, premiumUntil, orderId, paymentId }) => ({
    subject: `Receipt: ${amount} for CarQR Premium`,
    heading: 'Thank you for your payment',
    paragraphs: ['CarQR Premium is active. These are the details of your payment:'],
    facts: [
      { name: 'Plan', value: `Premium, ${planDuration} days` },
      { name: 'Amount', value: amount },
      { name: 'Paid', value: paidAt },
      ...(premiumUntil ? [{ name: 'Premium until', value: premiumUntil }] : []),
      { name: 'Payment', value: paymentId },
      { name: 'Order', value: orderId },
    ],
  }),

  premiumEnding: ({ endsAt }) => ({
    subject: 'Your CarQR Premium ends soon',
    heading: 'Premium ends soon',
    paragraphs: [
      `Your CarQR Premium ends on ${endsAt}.`,
      'You can renew it in the app. The new time is added to what is left, so that nothing is lost.',
      'Nothing is charged by itself. Your sticker keeps working either way.',
    ],
  }),

  emailChanged: ({ at }) => ({
    subject: 'The e-mail address of your CarQR account was changed',
    heading: 'Your e-mail address was changed',
    paragraphs: ['Your account has another e-mail address now. From now on we write there, and no longer here.'],
    facts: [{ name: 'When', value: at }],
    note: 'If it was you, there is nothing to do. If not, sign in to the app with your phone number, change the address back and end the other sessions, under “Sessions”.',
  }),

  newSignIn: ({ at, device }) => ({
    subject: 'New sign-in to your CarQR account',
    heading: 'New sign-in',
    paragraphs: ['Somebody has signed in to your account from a device that we have not seen before.'],
    facts: [{ name: 'When', value: at }, ...(device ? [{ name: 'Device', value: device }] : [])],
    note: 'If it was you, there is nothing to do. If not, end that session in the app, under “Sessions”.',
  }),
};
