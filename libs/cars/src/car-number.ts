/** 2 to 15 letters and digits: every Indian series, BH included, and foreign plates. */
export const CAR_NUMBER = /^[A-Z0-9]{2,15}$/;

/** A plate as it is stored: upper case, without the spaces and hyphens that people write. */
export function normalizeCarNumber(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase();
}
