const EMAIL = /[^\s@"'<>(),;:=]+@[^\s@"'<>(),;:=]+\.[^\s@"'<>(),;:=]+/g;
const TOKEN = /\b[\w-]{16,}\.[\w-]{8,}\.[\w-]{8,}\b|\bBearer\s+\S+/gi;
const URL_PASSWORD = /(\w+:\/\/[^\s:/@]*):[^\s@]+@/g;
const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i;
/** A UUID is matched first, so that the digits inside an id are not taken for a phone number. */
const UUID_OR_PHONE = new RegExp(`${UUID.source}|\\+?\\d[\\d\\s().-]{6,}\\d`, 'gi');
const CODE = /(?<![\w-])\d{6}(?![\w-])/g;

/**
 * Hides what a log line must not tell: e-mail addresses, phone numbers, one-time codes, tokens and the passwords in URLs.
 *
 * @param text any text, such as the message of an error out of a driver
 * @returns the text with each of them replaced; ids stay readable
 */
export function maskPersonalData(text: string): string {
  return text
    .replace(URL_PASSWORD, '$1:***@')
    .replace(TOKEN, '[token]')
    .replace(EMAIL, '[email]')
    .replace(UUID_OR_PHONE, (match) => (UUID.test(match) ? match : '[phone]'))
    .replace(CODE, '[code]');
}
