import { create, type QRCode, type QRCodeOptions } from 'qrcode';
import { type ErrorCorrection } from './sticker.js';
import { PrintCheckError } from './sticker.errors.js';

/** The white that the standard asks for on every side. */
export const QUIET_ZONE_MODULES = 4;

/** A QR symbol as a square of modules, without its quiet zone. */
export interface QrSymbol {
  version: number;
  errorCorrection: ErrorCorrection;
  /** Modules a side. */
  side: number;
  isDark: (column: number, row: number) => boolean;
}

/** The strongest comes first. */
const LEVELS: readonly ErrorCorrection[] = ['H', 'Q', 'M', 'L'];

/**
 * The symbol that is read from furthest away: the fewest modules, so that each is as large as can be, and then the
 * strongest error correction that costs no further module. Decision 5 has the figures of
 * simulated photos.
 *
 * The library divides the value into modes, so that the code takes 5.5 bits a character and only the rest takes 8.
 *
 * @throws PrintCheckError when the value fits no symbol
 */
export function encodeSymbol(value: string): QrSymbol {
  // Most of the time goes into the choice of a mask, which has no say in how large the symbol is.
  const smallest = tryEncode(value, { errorCorrectionLevel: 'L', maskPattern: 0 });
  for (const errorCorrectionLevel of LEVELS) {
    const symbol = smallest && tryEncode(value, { errorCorrectionLevel, version: smallest.version });
    if (symbol) return toQrSymbol(symbol, errorCorrectionLevel);
  }
  throw new PrintCheckError(`${value.length} characters fit no symbol.`);
}

/** The library throws when the value does not fit the version, and also when it fits none. */
function tryEncode(value: string, options: QRCodeOptions): QRCode | undefined {
  try {
    return create(value, options);
  } catch {
    return undefined;
  }
}

function toQrSymbol({ version, modules }: QRCode, errorCorrection: ErrorCorrection): QrSymbol {
  const side = modules.size;
  // The library answers for positions outside, with whatever lies there in its buffer.
  const isInside = (position: number): boolean => position >= 0 && position < side;
  const isDark = (column: number, row: number): boolean =>
    isInside(column) && isInside(row) && modules.get(row, column) === 1;
  return { version, errorCorrection, side, isDark };
}
