import { preferredLanguage } from '@app/http';
import { en } from './en.js';
import { hi } from './hi.js';
import type { Messages } from './messages.js';

export type { Messages } from './messages.js';

/** The first one is spoken to whoever asks for none of them. */
export const LANGUAGES: readonly Messages[] = [en, hi];

/** @param acceptLanguage the header of that name (RFC 9110) */
export function chooseLanguage(acceptLanguage: string | undefined): Messages {
  const names = LANGUAGES.map(({ language }) => language);
  const wanted = preferredLanguage(acceptLanguage, names);
  return LANGUAGES.find(({ language }) => language === wanted) ?? en;
}
