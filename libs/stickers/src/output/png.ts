import sharp from 'sharp';
import { type Drawing } from '../drawing/drawing.js';
import { MM_PER_INCH, PRINT_DPI } from '../sticker.js';
import { encodePng } from './encode-png.js';
import { toSvg } from './svg.js';

// Each rendering thread is one core's worth of work; threads below threads would take the requests' core.
sharp.concurrency(1);
// No drawing is painted twice.
sharp.cache(false);

/** Paints a drawing at 300 dots an inch, and says so in the file. */
export async function toPng(drawing: Drawing): Promise<Buffer> {
  const side = Math.round((drawing.side / MM_PER_INCH) * PRINT_DPI);
  // A length in dots is painted as it is; one in millimetres would be painted larger first and then made smaller.
  const svg = Buffer.from(toSvg(drawing, String(side)));
  const pixels = await sharp(svg).ensureAlpha().raw().toBuffer();
  const solid = [drawing.background, ...drawing.shapes.flatMap((shape) => shape.fill ?? [])];
  return encodePng(pixels, side, PRINT_DPI, solid);
}
