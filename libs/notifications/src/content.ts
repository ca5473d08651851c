import type { Language } from './notice.js';

/** What a mail says, in parts that the layout puts in place. All of it is plain text. */
export interface Content {
  subject: string;
  heading: string;
  paragraphs: string[];
  /** A one-time code, shown large. */
  code?: string;
  /** Each is a block of its own, such as one scan. */
  entries?: Entry[];
  /** Names and values, such as the lines of a receipt. */
  facts?: Fact[];
  /** Small, at the end. */
  note?: string;
}

export interface Entry {
  title: string;
  facts: Fact[];
  /** Somebody else's words, quoted. */
  quote?: string;
  /** The quickest way to answer; absent when there is none. */
  button?: Link;
  links: Link[];
}

export interface Fact {
  name: string;
  value: string;
}

export interface Link {
  label: string;
  url: string;
}

/** What every mail of a language has in common. */
export interface Frame {
  language: Language;
  greeting: (name: string | null) => string;
  footer: string;
  unsubscribe: string;
}
