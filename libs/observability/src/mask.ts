const EMAIL = /[^\s@"'<>(),;:=/*]+@[^\s@"'<>(),;:=/]+\.[^\s@"'<>(),;:=/]+/g;
/** A JWT, what follows `Bearer`, or a long run of letters and digits such as a refresh token. */
const TOKEN = /\b[\w-]{16,}\.[\w-]{8,}\.[\w-]{8,}\b|\bBearer\s+\S+|(?<![\w-])[\w-]{40,}/gi;
const URL_PASSWORD = /(\w+:\/\/[^\s:/@]*):[^\s@]+@/g;
const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i;
const OCTET = /(?:25[0-5]|2[0-4]\d|1?\d?\d)/;
const IP_ADDRESS = new RegExp(`(?<![\\d.])${OCTET.source}(?:\\.${OCTET.source}){3}(?![\\d.])`);
const READABLE = new RegExp(`^(?:${UUID.source}|${IP_ADDRESS.source})$`, 'i');
/** What stays readable is matched first, so that digits inside an id or an address are not masked as a phone number. */
const READABLE_OR_PHONE = new RegExp(`${UUID.source}|${IP_ADDRESS.source}|\\+?\\d[\\d\\s().-]{6,}\\d`, 'gi');
const CODE = /(?<![\w-])\d{6}(?![\w-])/g;

/**
 * Masks personal data and secrets: e-mail addresses, phone numbers, one-time codes, tokens and passwords in URLs.
 *
 * @param text any text, such as the message of an error out of a driver
 * @returns the text with each of them replaced; ids stay readable
 */
export function maskPersonalData(text: string): string {
  return text
    .replace(URL_PASSWORD, '$1:***@')
    .replace(TOKEN, '[token]')
    .replace(EMAIL, '[email]')
    .replace(READABLE_OR_PHONE, (match) => (READABLE.test(match) ? match : '[phone]'))
    .replace(CODE, '[code]');
}
