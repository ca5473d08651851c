/** 2 to 15 letters and digits: every Indian series, BH included, and foreign plates. */
export const CAR_NUMBER = /^[A-Z0-9]{2,15}$/;

/**
 * A plate as it is stored: upper case, without the spaces and hyphens that people write.
 *
 * Letters of other alphabets stay as they are and are refused: some have a Latin upper case.
 */
export function normalizeCarNumber(text: string): string {
  return text.replace(/[\s-]/g, '').replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}
