import { type Drawing, type Shape, type TextShape } from '../drawing/drawing.js';
import { type GlyphRun } from '../text/shape-line.js';
import { outlineSymbol } from './symbol-outline.js';

/** Five digits are a hundredth of a micrometre. */
const round = (value: number): string => String(Number(value.toFixed(5)));

/**
 * Writes a drawing as SVG. Text is drawn as outlines, so that it looks alike wherever it is opened.
 *
 * @param length the side as it is stated in the file; by default the sticker's own
 */
export function toSvg({ side, title, background, shapes }: Drawing, length = `${round(side)}mm`): string {
  const size = round(side);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${length}" height="${length}" viewBox="0 0 ${size} ${size}" ` +
    `role="img" aria-labelledby="title"><title id="title">${escapeXml(title)}</title>` +
    `<rect width="${size}" height="${size}" fill="${background}"/>` +
    `${shapes.map(toElement).join('')}</svg>\n`
  );
}

function toElement(shape: Shape): string {
  switch (shape.kind) {
    case 'box': {
      const { x, y, width, height, radius, fill, stroke } = shape;
      const line = stroke ? ` stroke="${stroke.colour}" stroke-width="${round(stroke.width)}"` : '';
      const corner = radius > 0 ? ` rx="${round(radius)}"` : '';
      return (
        `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"${corner} ` +
        `fill="${fill ?? 'none'}"${line}/>`
      );
    }
    case 'polygon':
      return `<path fill="${shape.fill}" d="M${shape.points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}z"/>`;
    case 'symbol': {
      const place = `translate(${round(shape.x)} ${round(shape.y)}) scale(${round(shape.module)})`;
      return `<path fill="${shape.fill}" transform="${place}" d="${outlineSymbol(shape.symbol)}"/>`;
    }
    case 'text':
      return shape.line.runs.map((run) => toGlyphs(shape, run)).join('');
  }
}

/** The outlines of a run in the font's own units, which are whole numbers, and one transformation for them all. */
function toGlyphs({ x, baseline, size, fill }: TextShape, run: GlyphRun): string {
  const { font } = run.face.load();
  const scale = size / font.unitsPerEm;
  let pen = 0;
  let outline = '';
  for (const { id, advance, offsetX, offsetY } of run.glyphs) {
    outline += font
      .getGlyph(id)
      .path.translate(Math.round(pen + offsetX), offsetY)
      .toSVG();
    pen += advance;
  }
  if (outline === '') return '';
  const place = [scale, 0, 0, -scale, x + run.x * size, baseline].map(round).join(' ');
  return `<path fill="${fill}" transform="matrix(${place})" d="${outline}"/>`;
}

/** Characters that XML 1.0 cannot hold are left out. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
