import { normalizeTypedText } from '@app/http';

/** 2 to 15 letters and digits: every Indian series, BH included, and foreign plates. */
export const CAR_NUMBER = /^[A-Z0-9]{2,15}$/;
/** The broad arrow of the Indian forces' plates, first or after the year; any arrow will do that a keyboard has. */
const BROAD_ARROW = /^([\d ]*)[\u2190-\u21ff\u2900-\u297f\u2b00-\u2b11\u{1f800}-\u{1f8ff}]/u;
const SEPARATORS = /[ ./·•-]/g;

/**
 * A plate as it is stored: upper case, without the spaces, hyphens, dots and slashes that people write.
 *
 * Full-width letters are letters. Those of other alphabets stay as they are and are refused: some have a Latin upper case.
 */
export function normalizeCarNumber(text: string): string {
  return toHalfWidth(normalizeTypedText(text))
    .replace(BROAD_ARROW, '$1')
    .replace(SEPARATORS, '')
    .replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** East Asian keyboards have a second, wider form of all of ASCII, in the same order. */
function toHalfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}
