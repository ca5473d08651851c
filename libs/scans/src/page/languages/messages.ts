import type { Prospects } from '@app/qr';
import type { Reason } from '../../scan.entity.js';

/** Who runs the service and how long scans are kept, for the page about privacy. */
export interface PrivacyFacts {
  /** The operator's name, or the host of the service while none is set. */
  operator: string;
  supportEmail: string | null;
  retentionDays: number;
  /** How long the page with the owner's contact stays good. */
  resultHours: number;
}

/** A title and what to do about it. */
interface Notice {
  title: string;
  text: string;
}

/** Everything that the pages say. A further language is one more file of this shape, listed in `index.ts`. */
export interface Messages {
  /** BCP 47. */
  language: string;
  /** The language's own name for itself, as the other languages' pages link to it. */
  ownName: string;
  title: string;
  /** What happens once the form is sent. */
  intro: (prospects: Prospects) => string;
  messageFrom: (name: string | null) => string;
  phone: string;
  phoneHint: string;
  email: string;
  reason: string;
  reasons: Record<Reason, string>;
  notes: string;
  optional: string;
  consent: string;
  submitForContact: string;
  submitMessage: string;
  checkFields: string;
  /** The title of a page on which a field is wrong; assistive technology reads it first. */
  errorTitle: (field: string) => string;
  phoneProblem: string;
  emailProblem: string;
  notesProblem: string;
  reasonProblem: string;
  contactTitle: string;
  sentTitle: string;
  savedTitle: string;
  /** The owner is being alerted. */
  alerted: (name: string | null) => string;
  /** The owner could not be alerted. */
  notAlerted: (name: string | null) => string;
  noContact: string;
  call: string;
  whatsApp: string;
  mail: string;
  greeting: (carNumber: string) => string;
  backToForm: string;
  missing: Notice;
  expired: Notice;
  wait: { title: string; text: (seconds: number) => string };
  trouble: Notice;
  tooLarge: Notice;
  unreadable: Notice;
  foreign: Notice;
  stillHere: string;
  codeTitle: string;
  codeIntro: string;
  code: string;
  codeHint: string;
  codeProblem: string;
  codeSubmit: string;
  privacy: string;
  privacySections: (facts: PrivacyFacts) => readonly { heading: string; text: string }[];
}
