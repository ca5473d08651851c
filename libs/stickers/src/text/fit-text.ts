import { type TextStyle } from './faces.js';
import { type Grapheme, toGraphemes } from './graphemes.js';
import { type Direction } from './harfbuzz.js';
import { baseDirection, type ShapedLine, shapeLine } from './shape-line.js';

/** The room for a text and how it may use it. Lengths are in millimetres. */
export interface TextRoom {
  width: number;
  height: number;
  /** The size to set it in where there is room: the height of an em. */
  maxSize: number;
  maxLines: number;
}

export interface FittedText {
  size: number;
  /** From one baseline to the next. */
  lineHeight: number;
  lines: ShapedLine[];
}

/** From one baseline to the next, in ems; more where a script's marks reach further. */
const LINE_HEIGHT = 1.2;

/** What is left between the lowest ink of a line and the highest of the next, in ems. */
const CLEARANCE = 0.08;
/** Text that would be set smaller than this is broken within its words. */
const SMALL_MM = 2.6;

/**
 * Sets a text as large as it fits: on one line, or broken in two at a space, or within a word that is too long for a line.
 * It never overflows: what is long becomes small.
 *
 * @throws UnprintableTextError when no font of ours covers it
 */
export function fitText(text: string, style: TextStyle, room: TextRoom): FittedText {
  const graphemes = toGraphemes(text, style);
  const base = baseDirection(text);
  const fit = (lines: Grapheme[][]): FittedText => fitLines(lines, base, room);
  const oneLine = fit([graphemes]);
  if (room.maxLines === 1) return oneLine;
  const best = largest([oneLine, ...breaksAtSpaces(graphemes).map(fit)]);
  if (best.size >= SMALL_MM) return best;
  const broken = largest([best, ...breaksAnywhere(graphemes).map(fit)]);
  // A word is broken for a gain that can be seen only.
  return broken.size > best.size * 1.25 ? broken : best;
}

/** Sets a text on one line, however wide. */
export function setLine(text: string, style: TextStyle, spacing = 0): ShapedLine {
  return shapeLine(toGraphemes(text, style), baseDirection(text), spacing);
}

/** Of equal sizes the one with fewer lines wins, then the one whose lines are of more even length. */
function largest(fitted: readonly FittedText[]): FittedText {
  return fitted.reduce((best, other) => {
    if (other.size !== best.size) return other.size > best.size ? other : best;
    if (other.lines.length !== best.lines.length) return other.lines.length < best.lines.length ? other : best;
    return widest(other) < widest(best) ? other : best;
  });
}

function widest({ lines }: FittedText): number {
  return Math.max(...lines.map((line) => line.width));
}

function breaksAtSpaces(graphemes: readonly Grapheme[]): Grapheme[][][] {
  const spaces = graphemes.flatMap(({ isSpace }, index) => (isSpace ? [index] : []));
  return spaces.map((space) => [graphemes.slice(0, space), graphemes.slice(space + 1)]);
}

function breaksAnywhere(graphemes: readonly Grapheme[]): Grapheme[][][] {
  return graphemes.slice(1).map((_, index) => [graphemes.slice(0, index + 1), graphemes.slice(index + 1)]);
}

function fitLines(texts: Grapheme[][], base: Direction, room: TextRoom): FittedText {
  const lines = texts.map((line) => shapeLine(line, base));
  const gaps = lines.slice(1).map((line, index) => (lines[index]?.descent ?? 0) + line.ascent + CLEARANCE);
  const lineHeight = Math.max(LINE_HEIGHT, ...gaps);
  const height = (lines[0]?.ascent ?? 0) + lineHeight * (lines.length - 1) + (lines.at(-1)?.descent ?? 0);
  const width = Math.max(...lines.map((line) => line.width));
  const size = Math.min(room.maxSize, room.width / width, room.height / height);
  return { size, lineHeight: lineHeight * size, lines };
}
