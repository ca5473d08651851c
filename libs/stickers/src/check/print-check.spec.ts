import { PrintCheckError } from '../sticker.errors.js';
import { drawSticker } from '../drawing/draw-sticker.js';
import { type Drawing, type Shape, symbolOf } from '../drawing/drawing.js';
import { writeDrawing } from '../render-task.js';
import { STICKER_FORMATS, type StickerFormat } from '../sticker.js';
import { encodeSymbol } from '../symbol.js';
import { checkPrint } from './print-check.js';

const VALUE = 'https://carqr.example/s/K7QF3M9T2X';
const drawing = drawSticker({
  value: VALUE,
  code: 'K7QF3M9T2X',
  size: '3x3',
  format: 'svg',
  template: 'minimal',
  label: null,
});

async function check(broken: Drawing, format: StickerFormat, value = VALUE): Promise<unknown> {
  return await checkPrint(await writeDrawing(broken, format), format, broken, value);
}

function withShape(shape: Shape): Drawing {
  return { ...drawing, shapes: [...drawing.shapes, shape] };
}

function withSymbol(change: Partial<ReturnType<typeof symbolOf>>): Drawing {
  const shapes = drawing.shapes.map((shape) => (shape.kind === 'symbol' ? { ...shape, ...change } : shape));
  return { ...drawing, shapes };
}

describe.each(STICKER_FORMATS)('checkPrint of a %s', (format) => {
  it('reads back what was drawn', async () => {
    const { module, symbol } = symbolOf(drawing);
    expect(await check(drawing, format)).toEqual({
      version: symbol.version,
      errorCorrection: symbol.errorCorrection,
      moduleMm: Number(module.toFixed(3)),
      quietZoneModules: 4,
      maxScanDistanceM: Math.floor(symbol.side * module) / 100,
      decoded: true,
    });
  });

  it('refuses a symbol that says something else, if only in its last letter', async () => {
    const other = withSymbol({ symbol: encodeSymbol(VALUE.replace(/X$/, 'Y')) });
    await expect(check(other, format)).rejects.toThrow(PrintCheckError);
    await expect(check(drawing, format, VALUE.toLowerCase())).rejects.toThrow(PrintCheckError);
  });

  it('refuses a symbol that is covered, faint or inverted', async () => {
    const { x, y, module, symbol } = symbolOf(drawing);
    const half = (symbol.side * module) / 2;
    const patch = { kind: 'box', x, y, width: half, height: half, radius: 0, fill: '#ffffff' } as const;
    await expect(check(withShape(patch), format)).rejects.toThrow(PrintCheckError);
    await expect(check(withSymbol({ fill: '#ffffff' }), format)).rejects.toThrow(PrintCheckError);
    const black = {
      kind: 'box',
      x: 0,
      y: 0,
      width: drawing.side,
      height: drawing.side,
      radius: 0,
      fill: '#000000',
    } as const;
    const inverted = { ...drawing, shapes: [black, { ...symbolOf(drawing), fill: '#ffffff' }] };
    await expect(check(inverted, format)).rejects.toThrow(PrintCheckError);
  });

  it('refuses a symbol that is not of the size it is said to be', async () => {
    const drawn = symbolOf(drawing);
    const smaller = withSymbol({ module: drawn.module * 0.8 });
    const bytes = await writeDrawing(smaller, format);
    await expect(checkPrint(bytes, format, drawing, VALUE)).rejects.toThrow(PrintCheckError);
  });

  it('refuses a sticker with a second symbol', async () => {
    const one = { ...symbolOf(drawing), module: 1, x: 5, y: 25 };
    const other = { ...one, x: 40, symbol: encodeSymbol('https://elsewhere.example/') };
    const double = { ...drawing, shapes: [one, other] };
    await expect(check(double, format)).rejects.toThrow('more than one symbol');
  });
});
