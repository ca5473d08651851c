import Negotiator from 'negotiator';
import { en } from './en.js';
import { hi } from './hi.js';
import type { Messages } from './messages.js';

export type { Messages } from './messages.js';

/** The first one is spoken to whoever asks for none of them. */
export const LANGUAGES: readonly Messages[] = [en, hi];

/** @param acceptLanguage the header of that name (RFC 9110) */
export function chooseLanguage(acceptLanguage: string | undefined): Messages {
  const negotiator = new Negotiator({ headers: { 'accept-language': acceptLanguage ?? '' } });
  const [wanted] = negotiator.languages(LANGUAGES.map(({ language }) => language));
  return LANGUAGES.find(({ language }) => language === wanted) ?? en;
}
