import { type ErrorCorrection } from './sticker.js';
import { encodeSymbol } from './symbol.js';

const STRENGTH: Readonly<Record<ErrorCorrection, number>> = { L: 0, M: 1, Q: 2, H: 3 };

/**
 * The URL that a sticker's symbol encodes. It is upper-cased as a whole where that buys fewer modules (or stronger error
 * correction for as many): scheme, host and our own path may be written in any letter case, and QR packs capitals more
 * tightly. The path of a public URL that has one belongs to somebody else's server, so that its case is kept.
 */
export function symbolValue(publicUrl: string, code: string): string {
  const { origin, pathname } = new URL(publicUrl);
  const prefix = pathname.replace(/\/+$/, '');
  const value = `${origin}${prefix}/S/${code}`;
  const capitals = value.toUpperCase();
  return prefix === '' && isEasierToRead(capitals, value) ? capitals : value;
}

function isEasierToRead(candidate: string, other: string): boolean {
  const [first, second] = [encodeSymbol(candidate), encodeSymbol(other)];
  if (first.version !== second.version) return first.version < second.version;
  return STRENGTH[first.errorCorrection] > STRENGTH[second.errorCorrection];
}
