import { BLEED_MM, type PrintCheck, type StickerFormat } from '../sticker.js';
import { PrintCheckError } from '../sticker.errors.js';
import { type Drawing, type SymbolShape, symbolOf } from '../drawing/drawing.js';
import { QUIET_ZONE_MODULES } from '../symbol.js';
import { rasterise } from './rasterise.js';
import { readSymbols } from './read-symbol.js';

/** A scanner reads a symbol from about ten times its width. */
const DISTANCE_TO_WIDTH = 10;
/** Few enough to be a harder picture than a phone's from near by; more would only take the decoder longer. */
const PIXELS_PER_MODULE = 4;
const MM_PER_CM = 10;
const CM_PER_M = 100;

/**
 * Reads a rendered file back and says what was found.
 *
 * @param value what the symbol must say
 * @throws PrintCheckError when it says anything else, or nothing, or is not the symbol that was drawn
 */
export async function checkPrint(
  bytes: Buffer,
  format: StickerFormat,
  drawing: Drawing,
  value: string,
): Promise<PrintCheck> {
  const shape = symbolOf(drawing);
  const pageMm = drawing.side + (format === 'pdf' ? 2 * BLEED_MM : 0);
  const raster = await rasterise(bytes, format, Math.round((pageMm / shape.module) * PIXELS_PER_MODULE));
  const [found, another] = await readSymbols(raster);
  if (!found) throw new PrintCheckError(`The ${format} cannot be read.`);
  if (another) throw new PrintCheckError(`The ${format} has more than one symbol.`);
  if (found.text !== value) throw new PrintCheckError(`The ${format} reads as something else.`);
  const drawnMm = shape.module * shape.symbol.side;
  const foundMm = (found.widthPixels / raster.width) * pageMm;
  const isAsDrawn =
    found.version === shape.symbol.version &&
    found.errorCorrection === shape.symbol.errorCorrection &&
    // The decoder finds corners to about a pixel.
    Math.abs(foundMm - drawnMm) < 1;
  if (!isAsDrawn) throw new PrintCheckError(`The ${format} has another symbol than was drawn.`);
  return describe(shape);
}

function describe({ symbol, module }: SymbolShape): PrintCheck {
  const widthCm = (symbol.side * module) / MM_PER_CM;
  return {
    version: symbol.version,
    errorCorrection: symbol.errorCorrection,
    moduleMm: Number(module.toFixed(3)),
    quietZoneModules: QUIET_ZONE_MODULES,
    // A promise to somebody who prints it, so it is rounded down, to the centimetre.
    maxScanDistanceM: Math.floor(widthCm * DISTANCE_TO_WIDTH) / CM_PER_M,
    decoded: true,
  };
}
