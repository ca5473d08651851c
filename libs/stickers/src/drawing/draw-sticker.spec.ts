import { STICKER_SIZES, STICKER_TEMPLATES, type StickerSpec } from '../sticker.js';
import { UnprintableTextError } from '../sticker.errors.js';
import { QUIET_ZONE_MODULES } from '../symbol.js';
import { drawSticker } from './draw-sticker.js';
import { type Box, type Drawing, symbolOf, type TextShape } from './drawing.js';

const SAFE_MARGIN_MM = 3;
const LABELS = [
  null,
  'Priya',
  'Flat 402, Sunrise Towers. Please call, do not tow. Thanks! A',
  'W'.repeat(60),
  'मेरी गाड़ी हटवाने के लिए स्कैन करें',
  'என் காரை நகர்த்த ஸ்கேன் செய்யவும்',
  'امسح الرمز للاتصال بصاحب السيارة 402',
  'ಕ್ಷ್ರೀ ಸ್ತ್ರೀ '.repeat(4),
  '🚗 Priya 🙏🏽 ❤️',
];

function draw(spec: Partial<StickerSpec> = {}): Drawing {
  const value = 'https://carqr.example/s/K7QF3M9T2X';
  return drawSticker({
    ...{ value, code: 'K7QF3M9T2X', size: '3x3', format: 'svg', template: 'modern', label: null },
    ...spec,
  });
}

function textsOf({ shapes }: Drawing): TextShape[] {
  return shapes.filter((shape) => shape.kind === 'text');
}

/** All that is written, line by line. */
function wordsOf(drawing: Drawing): string {
  return textsOf(drawing)
    .map(({ line }) => line.runs.map((run) => run.text).join(''))
    .join(' ');
}

function inkOf({ x, baseline, size, line }: TextShape): Box {
  const y = baseline - line.ascent * size;
  return { x, y, width: line.width * size, height: (line.ascent + line.descent) * size };
}

function overlap(one: Box, other: Box): boolean {
  const isBeside = one.x >= other.x + other.width || other.x >= one.x + one.width;
  const isAbove = one.y >= other.y + other.height || other.y >= one.y + one.height;
  return !isBeside && !isAbove;
}

const cases = STICKER_TEMPLATES.flatMap((template) => STICKER_SIZES.map((size) => ({ template, size })));

describe('drawSticker', () => {
  describe.each(cases)('$template $size', (look) => {
    it.each(LABELS)('writes nothing too near to the edge, the symbol or other text (label: %s)', (label) => {
      const drawing = draw({ ...look, label });
      const { x, y, module, symbol } = symbolOf(drawing);
      const quiet = QUIET_ZONE_MODULES * module - 1e-6;
      const length = symbol.side * module + 2 * quiet;
      const clear: Box = { x: x - quiet, y: y - quiet, width: length, height: length };
      const inks = textsOf(drawing).map(inkOf);
      for (const [index, ink] of inks.entries()) {
        expect(Math.min(ink.x, ink.y)).toBeGreaterThanOrEqual(SAFE_MARGIN_MM);
        expect(Math.max(ink.x + ink.width, ink.y + ink.height)).toBeLessThanOrEqual(drawing.side - SAFE_MARGIN_MM);
        expect(overlap(ink, clear)).toBe(false);
        expect(inks.slice(index + 1).some((other) => overlap(ink, other))).toBe(false);
      }
    });

    it('draws the symbol dark on white', () => {
      const drawing = draw(look);
      const symbol = symbolOf(drawing);
      const middle = symbol.x + (symbol.symbol.side * symbol.module) / 2;
      const behind = drawing.shapes
        .slice(0, drawing.shapes.indexOf(symbol))
        .findLast((shape) => shape.kind === 'box' && shape.fill && shape.x < middle && shape.x + shape.width > middle);
      expect(behind?.fill ?? drawing.background).toBe('#ffffff');
      // The sum of the channels: all templates' inks are close to black.
      const channels = [1, 3, 5].map((at) => parseInt(symbol.fill.slice(at, at + 2), 16));
      expect(channels.reduce((sum, channel) => sum + channel)).toBeLessThan(100);
    });

    it('leaves most of its width to the symbol', () => {
      const drawing = draw(look);
      const { module, symbol } = symbolOf(drawing);
      expect((symbol.side + 2 * QUIET_ZONE_MODULES) * module).toBeGreaterThan(drawing.side * 0.65);
    });

    it('tells no stranger anything but how to reach the owner', () => {
      const words = wordsOf(draw(look));
      expect(words).toContain('K7QF3M9T2X');
      expect(words).toContain('carqr.example/s/');
      // Five digits in a row would be part of a plate or of a phone number.
      expect(words.replace('K7QF3M9T2X', '')).not.toMatch(/\d/);
    });

    it.each([null, 'Flat 402', 'W'.repeat(60)])('says in Hindi what to do, label or not (%s)', (label) => {
      expect(wordsOf(draw({ ...look, label }))).toContain('स्कैन करें');
    });

    it('prints the label when there is one', () => {
      expect(wordsOf(draw({ ...look, label: 'Flat 402' }))).toContain('Flat 402');
      expect(wordsOf(draw({ ...look, label: '   ' }))).toBe(wordsOf(draw(look)));
    });
  });

  it.each(STICKER_SIZES)('leaves nearly all of its width to the symbol of the minimal one (%s)', (size) => {
    const drawing = draw({ template: 'minimal', size });
    const { module, symbol } = symbolOf(drawing);
    expect((symbol.side + 2 * QUIET_ZONE_MODULES) * module).toBeGreaterThan(drawing.side * 0.84);
  });

  it.each(STICKER_SIZES)('has an edge to cut along on a minimal one, clear of the quiet zone (%s)', (size) => {
    const drawing = draw({ template: 'minimal', size });
    const edge = drawing.shapes.find((shape) => shape.kind === 'box' && shape.stroke);
    const line = edge?.kind === 'box' && edge.stroke ? edge.stroke.width : 0;
    expect(line).toBeGreaterThan(0.1);
    const around = { x: line / 2, y: line / 2, width: drawing.side - line, height: drawing.side - line };
    expect(edge).toMatchObject(around);
    const { x, y, module } = symbolOf(drawing);
    expect(Math.min(x, y) - line).toBeGreaterThanOrEqual(QUIET_ZONE_MODULES * module - 1e-6);
  });

  it('keeps the address readable when it is long, and leaves it out when it is not one', () => {
    const value = 'https://stickers.parking-help.example.co.in/s/K7QF3M9T2X';
    expect(wordsOf(draw({ value }))).toContain('stickers.parking-help.example.co.in/s/');
    for (const { size } of textsOf(draw({ value }))) expect(size).toBeGreaterThan(1.5);
    expect(wordsOf(draw({ value: 'anything else' }))).not.toContain('/s/');
  });

  it('writes a path in the case that it has', () => {
    const words = wordsOf(draw({ value: 'https://example.org/carQR/s/K7QF3M9T2X' }));
    expect(words).toContain('example.org/carQR/s/');
  });

  it('refuses a label that no font covers', () => {
    expect(() => draw({ label: '漢字' })).toThrow(UnprintableTextError);
  });
});
