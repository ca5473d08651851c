import { type FittedText, fitText, setLine, type TextRoom } from '../text/fit-text.js';
import { type TextStyle } from '../text/faces.js';
import { MM_PER_INCH, PRINT_DPI } from '../sticker.js';
import { QUIET_ZONE_MODULES, type QrSymbol } from '../symbol.js';
import { type Box, type Colour, type SymbolShape, type TextShape } from './drawing.js';

/** The grid of the PNG: modules and lines that end on it are drawn without blurred edges. */
export const DOT_MM = MM_PER_INCH / PRINT_DPI;

/** What the templates are set from. */
export interface Content {
  side: number;
  symbol: QrSymbol;
  code: string;
  /** What comes before the code when it is typed in, such as `carqr.example/S/`; empty when there is no such address. */
  address: string;
  label: string | null;
}

/** An address and the code after it, the smallest first: a long address gives way before the code does. */
const CODE_SIZES = [
  [1.7, 3.2],
  [2, 3.6],
  [2.4, 4.3],
  [3.1, 4.3],
] as const;

/** The templates are designed on the smaller sticker and grow in proportion. */
export const GRID_MM = 76.2;

/** Draws the symbol as large as the box allows, in its middle, with its quiet zone inside the box. */
export function placeSymbol(symbol: QrSymbol, box: Box, fill: Colour): SymbolShape {
  const modules = symbol.side + 2 * QUIET_ZONE_MODULES;
  // One dot stays free, by which the symbol is moved to begin on the grid.
  const dots = Math.floor((Math.min(box.width, box.height) / DOT_MM - 1) / modules + 1e-6);
  // A symbol of very many modules is drawn between the dots rather than not at all.
  const module = dots > 0 ? dots * DOT_MM : Math.min(box.width, box.height) / modules;
  const start = (from: number, length: number): number =>
    Math.round((from + (length - symbol.side * module) / 2) / DOT_MM) * DOT_MM;
  return { kind: 'symbol', x: start(box.x, box.width), y: start(box.y, box.height), module, symbol, fill };
}

/** Sets a text in the middle of a box. */
export function placeText(
  text: string,
  style: TextStyle,
  box: Box,
  room: Pick<TextRoom, 'maxSize' | 'maxLines'>,
  fill: Colour,
): TextShape[] {
  return placeFitted(fitText(text, style, { ...room, width: box.width, height: box.height }), box, fill);
}

/** Puts lines that fit a box into its middle. */
export function placeFitted({ lines, size, lineHeight }: FittedText, box: Box, fill: Colour): TextShape[] {
  const inkHeight = lineHeight * (lines.length - 1) + (lines[0]?.ascent ?? 0) * size;
  // Descenders hang below: a line is balanced by the height of its letters, and pushed up only where it would leave the box.
  const lowest = box.y + box.height - (lines.at(-1)?.descent ?? 0) * size;
  const lastBaseline = Math.min(lowest, box.y + (box.height + inkHeight) / 2);
  return lines.map((line, index) => ({
    kind: 'text',
    x: box.x + (box.width - line.width * size) / 2,
    baseline: lastBaseline - lineHeight * (lines.length - 1 - index),
    size,
    line,
    fill,
  }));
}

/** The owner's line and the height that it takes. */
export interface Label {
  height: number;
  fitted: FittedText;
}

/** A label that is short takes one line, and leaves the rest to the symbol. */
export function fitLabel({ label, side }: Content, width: number): Label | undefined {
  if (label === null) return undefined;
  const unit = side / GRID_MM;
  const oneLineHeight = 3.9 * unit;
  const oneLine = fitText(label, 'text', { width, height: oneLineHeight, maxSize: 3.8 * unit, maxLines: 1 });
  if (oneLine.size >= 2.7 * unit) return { height: oneLineHeight, fitted: oneLine };
  const height = 6.2 * unit;
  return { height, fitted: fitText(label, 'text', { width, height, maxSize: 2.9 * unit, maxLines: 2 }) };
}

/** A piece of a line that is set in several styles. */
export interface Piece {
  text: string;
  style: TextStyle;
  size: number;
  fill: Colour;
  /** Between its letters, in ems. */
  spacing?: number;
  /** Left free after it. */
  gap?: number;
}

/** Where a line goes: it is centred on `middle`. */
export interface LinePlace {
  middle: number;
  baseline: number;
  width: number;
}

/** Sets pieces side by side on one baseline, all smaller together where they are too wide. */
export function placePieces(pieces: readonly Piece[], { middle, baseline, width: room }: LinePlace): TextShape[] {
  const set = pieces.map((piece) => ({ ...piece, line: setLine(piece.text, piece.style, piece.spacing) }));
  const widthOf = ({ line, size, gap = 0 }: (typeof set)[number]): number => line.width * size + gap;
  const width = set.reduce((total, piece) => total + widthOf(piece), 0);
  const scale = Math.min(1, room / width);
  let x = middle - (width * scale) / 2;
  return set.map((piece) => {
    const start = x;
    x += widthOf(piece) * scale;
    return { kind: 'text', x: start, baseline, size: piece.size * scale, line: piece.line, fill: piece.fill };
  });
}

/** The code in large type after the address at which it is typed in. */
export function placeCode(
  { side, address, code }: Content,
  place: LinePlace,
  fill: { address: Colour; code: Colour },
): TextShape[] {
  const unit = side / GRID_MM;
  const pieces = ([addressSize, codeSize]: readonly [number, number]): Piece[] => [
    { text: address, style: 'code', size: addressSize * unit, fill: fill.address },
    { text: code, style: 'code', size: codeSize * unit, fill: fill.code, spacing: 0.05 },
  ];
  const [smallest] = CODE_SIZES;
  const fitting = CODE_SIZES.findLast((sizes) => widthOf(pieces(sizes)) <= place.width) ?? smallest;
  return placePieces(pieces(fitting), place);
}

function widthOf(pieces: readonly Piece[]): number {
  return pieces.reduce(
    (total, { text, style, size, spacing }) => total + setLine(text, style, spacing).width * size,
    0,
  );
}
