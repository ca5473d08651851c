import bidiFactory, { type Bidi } from 'bidi-js';
import { type Face } from './faces.js';
import { type Grapheme } from './graphemes.js';
import { type Direction, shapeRun } from './harfbuzz.js';

/** A glyph of a run. Lengths are in the font's own units, upwards is positive. */
export interface LineGlyph {
  id: number;
  advance: number;
  /** How far from the pen it is drawn. */
  offsetX: number;
  offsetY: number;
  /** What it stands for; the further glyphs of a character that has several stand for nothing. */
  text: string;
}

/** Neighbouring glyphs of one font. */
export interface GlyphRun {
  face: Face;
  /** In the order in which it is read. */
  text: string;
  /** From the start of the line, in ems. */
  x: number;
  width: number;
  glyphs: LineGlyph[];
}

/** One line of text, ready to be drawn at any size. Lengths are in ems. */
export interface ShapedLine {
  width: number;
  /** How far the ink reaches above and below the baseline. */
  ascent: number;
  descent: number;
  runs: GlyphRun[];
}

interface LogicalRun {
  face: Face;
  level: number;
  start: number;
  end: number;
}

/** The package's types take it for an ES module, whose default is within; to Node it is the function itself. */
const bidi = (bidiFactory as unknown as () => Bidi)();

/** The direction in which a text is read as a whole: that of its first letter that has one. */
export function baseDirection(text: string): Direction {
  return bidi.getEmbeddingLevels(text).paragraphs[0]?.level === 1 ? 'rtl' : 'ltr';
}

/**
 * Shapes one line: letters join and stack as their script has it, and words of the other direction are turned around.
 *
 * @param spacing added after every glyph, in ems; for codes, which are read letter by letter
 */
export function shapeLine(graphemes: readonly Grapheme[], base: Direction, spacing = 0): ShapedLine {
  const text = graphemes.map((grapheme) => grapheme.text).join('');
  const runs: GlyphRun[] = [];
  let x = 0;
  for (const logical of visualOrder(splitRuns(graphemes, bidi.getEmbeddingLevels(text, base).levels))) {
    const run = shapeLogicalRun(text, logical, x, spacing);
    x += run.width;
    runs.push(run);
  }
  return { width: Math.max(0, x - spacing), ...inkExtent(runs), runs };
}

function splitRuns(graphemes: readonly Grapheme[], levels: Uint8Array): LogicalRun[] {
  const runs: LogicalRun[] = [];
  let position = 0;
  for (const { text, face } of graphemes) {
    const level = levels[position] ?? 0;
    const end = position + text.length;
    const last = runs.at(-1);
    if (last?.face === face && last.level === level) last.end = end;
    else runs.push({ face, level, start: position, end });
    position = end;
  }
  return runs;
}

/** Rule L2 of the bidirectional algorithm: from the highest level down, whatever lies at it or above is reversed. */
function visualOrder(runs: LogicalRun[]): LogicalRun[] {
  const ordered = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level >= 1; level--) {
    for (let first = 0; first < ordered.length; first++) {
      let next = first;
      while ((ordered[next]?.level ?? -1) >= level) next++;
      if (next > first) ordered.splice(first, next - first, ...ordered.slice(first, next).reverse());
      first = Math.max(first, next);
    }
  }
  return ordered;
}

function shapeLogicalRun(text: string, run: LogicalRun, x: number, spacing: number): GlyphRun {
  const { font, shaper } = run.face.load();
  const shaped = shapeRun(shaper, text, run.start, run.end, run.level % 2 === 1 ? 'rtl' : 'ltr');
  const textOf = clusterTexts(text, run, shaped);
  const glyphs = shaped.map(({ id, cluster, advance, offsetX, offsetY }) => {
    const glyphText = textOf.get(cluster) ?? '';
    // The characters of a cluster are counted once, for the first of its glyphs.
    textOf.delete(cluster);
    return { id, advance: advance + spacing * font.unitsPerEm, offsetX, offsetY, text: glyphText };
  });
  const width = glyphs.reduce((total, { advance }) => total + advance, 0) / font.unitsPerEm;
  return { face: run.face, text: text.slice(run.start, run.end), x, width, glyphs };
}

/** A cluster reaches from its first character to the next cluster's. */
function clusterTexts(text: string, run: LogicalRun, glyphs: readonly { cluster: number }[]): Map<number, string> {
  const starts = [...new Set(glyphs.map(({ cluster }) => cluster))].sort((one, other) => one - other);
  return new Map(starts.map((start, index) => [start, text.slice(start, starts[index + 1] ?? run.end)]));
}

function inkExtent(runs: readonly GlyphRun[]): { ascent: number; descent: number } {
  let [ascent, descent] = [0, 0];
  for (const { face, glyphs } of runs) {
    const { font } = face.load();
    for (const { id, offsetY } of glyphs) {
      const { minY, maxY } = font.getGlyph(id).bbox;
      // The box of a glyph without an outline, such as a space, is infinite.
      if (!Number.isFinite(minY)) continue;
      ascent = Math.max(ascent, (offsetY + maxY) / font.unitsPerEm);
      descent = Math.max(descent, -(offsetY + minY) / font.unitsPerEm);
    }
  }
  return { ascent, descent };
}
