import type { Reason } from '../../scan.entity.js';

/** Everything that the page says. A further language is one more file of this shape, listed in `index.ts`. */
export interface Messages {
  /** BCP 47. */
  language: string;
  title: string;
  intro: string;
  messageFrom: (name: string | null) => string;
  phone: string;
  phoneHint: string;
  email: string;
  reason: string;
  reasons: Record<Reason, string>;
  notes: string;
  optional: string;
  consent: string;
  submit: string;
  checkFields: string;
  phoneProblem: string;
  emailProblem: string;
  notesProblem: string;
  reasonProblem: string;
  doneTitle: string;
  doneIntro: (name: string | null) => string;
  told: string;
  toldIntro: string;
  call: string;
  whatsApp: string;
  mail: string;
  greeting: (carNumber: string) => string;
  missingTitle: string;
  missingIntro: string;
  waitTitle: string;
  waitIntro: (seconds: number) => string;
  troubleTitle: string;
  troubleIntro: string;
}
