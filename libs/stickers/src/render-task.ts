import { type PrintCheck, type StickerFormat, type StickerSpec } from './sticker.js';
import { PrintCheckError, UnprintableTextError } from './sticker.errors.js';
import { checkPrint } from './check/print-check.js';
import { drawSticker } from './drawing/draw-sticker.js';
import { type Drawing } from './drawing/drawing.js';
import { toPdf } from './output/pdf.js';
import { toPng } from './output/png.js';
import { toSvg } from './output/svg.js';

/** What a thread answers with. Errors lose their class on the way between threads, so that it names them. */
export type RenderOutcome =
  | { kind: 'rendered'; bytes: Uint8Array; printCheck: PrintCheck }
  | { kind: 'unprintable'; characters: readonly string[] }
  | { kind: 'misread'; reason: string };

/** Draws a sticker, writes it in its format, and reads the result back. */
export async function renderSticker(spec: StickerSpec): Promise<RenderOutcome> {
  try {
    const drawing = drawSticker(spec);
    const bytes = await writeDrawing(drawing, spec.format);
    return { kind: 'rendered', bytes, printCheck: await checkPrint(bytes, spec.format, drawing, spec.value) };
  } catch (error) {
    if (error instanceof UnprintableTextError) return { kind: 'unprintable', characters: error.characters };
    if (error instanceof PrintCheckError) return { kind: 'misread', reason: error.message };
    throw error;
  }
}

export async function writeDrawing(drawing: Drawing, format: StickerFormat): Promise<Buffer> {
  switch (format) {
    case 'pdf':
      return await toPdf(drawing);
    case 'svg':
      return Buffer.from(toSvg(drawing));
    case 'png':
      return await toPng(drawing);
  }
}
