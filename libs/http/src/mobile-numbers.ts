import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** In some countries, the United States among them, the number does not tell the two apart. */
const MOBILE_TYPES = new Set<string | undefined>(['MOBILE', 'FIXED_LINE_OR_MOBILE']);

/**
 * The country of a number that can be a mobile phone.
 *
 * VoIP numbers don't count: they are rented in bulk. Satellite phones and other networks that belong to no country
 * (+870, +881, +882, +883) don't either, although the numbering plan calls some of them mobile.
 *
 * @param phone a valid number in E.164
 * @returns undefined for landlines, toll-free, premium-rate, shared-cost, VoIP and satellite numbers
 */
export function mobileCountryOf(phone: string): CountryCode | undefined {
  const number = parsePhoneNumberFromString(phone);
  return number && MOBILE_TYPES.has(number.getType()) ? number.country : undefined;
}
