/** Invisible characters: soft hyphens, direction marks, joiners, variation selectors, byte order marks. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const SPACE = /\p{White_Space}/gu;
/** Dashes, and the minus sign, which Unicode does not class as punctuation. */
const DASH = /[\p{Dash}\p{Dash_Punctuation}]/gu;
const DECIMAL_DIGIT = /\p{Decimal_Number}/u;

/**
 * Normalises what people type or paste where only letters, digits and separators count: a phone number, a plate, a code.
 *
 * Invisible characters are dropped, every space becomes a blank and every dash a hyphen, and decimal digits of any
 * script become ASCII digits. All other characters stay as they are, for the caller to accept or refuse.
 */
export function normalizeTypedText(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(SPACE, ' ')
    .replace(DASH, '-')
    .replace(new RegExp(DECIMAL_DIGIT, 'gu'), toAsciiDigit);
}

/** Unicode keeps the ten digits of a script side by side, zero first; scripts may follow each other without a gap. */
function toAsciiDigit(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  let first = codePoint;
  while (DECIMAL_DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((codePoint - first) % 10);
}
