import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Language } from './notice.js';

const LOCALES: Record<Language, string> = { en: 'en-IN', hi: 'hi-IN' };
/** Until users say where they are, they are where the cars are. */
const TIME_ZONE = 'Asia/Kolkata';

/** Such as `22 Nov 2026, 7:41 pm`. */
export function formatMoment(moment: Date, language: Language): string {
  const options = { dateStyle: 'medium', timeStyle: 'short', timeZone: TIME_ZONE } as const;
  return new Intl.DateTimeFormat(LOCALES[language], options).format(moment);
}

/** Such as `22 Nov 2026`. */
export function formatDay(moment: Date, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'medium', timeZone: TIME_ZONE }).format(moment);
}

/**
 * Such as `₹1,249.00`.
 *
 * @param amount in the currency's minor unit, of which a hundred make one
 */
export function formatAmount(amount: number, currency: string, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language], { style: 'currency', currency }).format(amount / 100);
}

/**
 * Such as `+91 98123 45678`.
 *
 * @param phone E.164
 */
export function formatPhone(phone: string): string {
  return parsePhoneNumberFromString(phone)?.formatInternational() ?? phone;
}
