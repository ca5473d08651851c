import type { Messages } from './messages.js';

const ownerOr = (name: string | null): string => name ?? 'the owner';
const count = (amount: number, unit: string): string => `${amount} ${unit}${amount === 1 ? '' : 's'}`;

export const en: Messages = {
  language: 'en',
  ownName: 'English',
  title: 'Reach the owner of this car',
  intro: ({ isAlertable, showsContact }) => {
    if (isAlertable && showsContact) {
      return 'Leave your details. We send the owner your message right away, and you see how to reach them yourself.';
    }
    if (isAlertable) {
      return 'Leave your details, and we send the owner your message right away. They do not show a contact here, but they can call you back.';
    }
    if (showsContact) {
      return 'Leave your details, and you see how to reach the owner. We cannot alert this owner ourselves.';
    }
    return 'We cannot alert this owner right now, and they do not show a contact. They find what you leave here the next time they open the app. If it is urgent, look for help nearby as well.';
  },
  messageFrom: (name) => (name ? `${name} says` : 'The owner says'),
  phone: 'Your phone number',
  phoneHint: 'For example 98765 43210',
  email: 'Your e-mail address',
  reason: 'What is it about?',
  reasons: {
    blocking: 'It is in my way',
    lights_on: 'The lights are on',
    window_open: 'A window is open',
    damage: 'It is damaged',
    emergency: 'An emergency',
    towing: 'It is being towed',
    other: 'Something else',
  },
  notes: 'A note to the owner',
  optional: 'optional',
  consent: 'By continuing you agree that the owner sees your phone number, your e-mail address and your note.',
  submitForContact: 'Show me the contact',
  submitMessage: 'Leave my message',
  checkFields: 'Please check:',
  errorTitle: (field) => `Error: ${field}`,
  phoneProblem: 'Please give a valid phone number, such as 98765 43210.',
  emailProblem: 'Please give a valid e-mail address, such as name@example.com.',
  notesProblem: 'Please write at most 1000 characters.',
  reasonProblem: 'Please choose one of the reasons.',
  contactTitle: 'Here is how to reach the owner',
  sentTitle: 'Your message is on its way',
  savedTitle: 'Your message is saved',
  alerted: (name) => `We are sending ${ownerOr(name)} your message. It can take a few minutes to arrive.`,
  notAlerted: (name) => `We could not alert ${ownerOr(name)}. They find your message the next time they open the app.`,
  noContact: 'They do not show a contact here, but they can call you back or write to you.',
  call: 'Call',
  whatsApp: 'WhatsApp',
  mail: 'Mail',
  greeting: (carNumber) => `Hello, this is about your car ${carNumber}.`,
  backToForm: 'Open the form',
  missing: {
    title: 'This code belongs to no car',
    text: 'The sticker may have been replaced, or the code was typed differently. Please look at it again.',
  },
  expired: {
    title: 'This page has expired',
    text: 'For the owner’s privacy a contact is shown for a day only. Please send the form again.',
  },
  wait: {
    title: 'Please wait a little',
    text: (seconds) => `There were too many requests. Please try again in ${describe(seconds)}.`,
  },
  trouble: {
    title: 'That did not work',
    text: 'Something went wrong on our side. Please try again shortly.',
  },
  tooLarge: {
    title: 'That was too long',
    text: 'Nothing was sent. Please shorten your note to 1000 characters.',
  },
  unreadable: {
    title: 'That could not be read',
    text: 'Nothing was sent. Please fill in the form again.',
  },
  foreign: {
    title: 'Please send the form from this page',
    text: 'Nothing was sent, because the form came from another site.',
  },
  stillHere: 'What you typed is still here.',
  codeTitle: 'Which car is it?',
  codeIntro: 'Point your phone’s camera at the code on the sticker. Or type what is printed below it:',
  code: 'The code on the sticker',
  codeHint: 'For example 7K3M9 QXT2B',
  codeProblem: 'Please give the code as it is printed on the sticker, such as 7K3M9 QXT2B.',
  codeSubmit: 'Find the car',
  privacy: 'Privacy, and who runs this',
  privacySections: ({ operator, supportEmail, retentionDays, resultHours }) => [
    { heading: 'Who runs this', text: `${operator}.` },
    {
      heading: 'Why we ask for your details',
      text: 'The owner of the car can only answer you if they know who asked. They see the phone number, the e-mail address, the reason and the note that you leave, and when you left them. This also keeps people from misusing the sticker. We use your details for nothing else.',
    },
    {
      heading: 'What else we keep',
      text: 'These pages set no cookies and load nothing from other sites. To stop misuse we count requests by IP address, and our server logs hold IP addresses.',
    },
    {
      heading: 'How long',
      text: `We delete what you left after ${count(retentionDays, 'day')}, or sooner if the owner deletes the car. Messages that the owner has already received stay with them. The page that shows you the owner’s contact works for ${count(resultHours, 'hour')}.`,
    },
    {
      heading: 'How to have it deleted',
      text: supportEmail
        ? `Write to ${supportEmail} from the e-mail address that you left, and name the phone number. We delete everything that you left.`
        : `Ask ${operator}, and name the phone number and the e-mail address that you left. We delete everything that you left.`,
    },
  ],
};

function describe(seconds: number): string {
  return seconds < 120 ? count(seconds, 'second') : `${Math.ceil(seconds / 60)} minutes`;
}
