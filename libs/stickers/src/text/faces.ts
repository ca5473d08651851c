import { create, type Font } from 'fontkit';
import { readPackageFile } from '../package-file.js';
import { openFont } from './harfbuzz.js';
import { unpackWoff } from './woff.js';

/** What a text is set in. Characters that the style's own family lacks come from the families of the other scripts. */
export type TextStyle = 'headline' | 'text' | 'serif' | 'code';

/** One font file: a family's glyphs for some range of characters at one weight. */
export interface Face {
  /** Unique, and a valid PostScript name. */
  name: string;
  isEmoji: boolean;
  covers: (codePoint: number) => boolean;
  /** Loads the font on first use. */
  load: () => LoadedFace;
}

export interface LoadedFace {
  /** Outlines, metrics and subsets. */
  font: Font;
  /** The same font for shaping. */
  shaper: number;
}

const LATIN_SUBSETS = ['latin', 'latin-ext', 'vietnamese', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext'];
const SCRIPTS = [
  'devanagari',
  'bengali',
  'gujarati',
  'gurmukhi',
  'kannada',
  'malayalam',
  'oriya',
  'tamil',
  'telugu',
  'arabic',
];
const EMOJI_CHUNKS = Array.from({ length: 11 }, (_, chunk) => String(chunk));

const facesByStyle = new Map<TextStyle, readonly Face[]>();

/** The fonts of a style, the ones to prefer first. */
export function facesOf(style: TextStyle): readonly Face[] {
  const known = facesByStyle.get(style);
  if (known) return known;
  const faces = listFaces(style);
  facesByStyle.set(style, faces);
  return faces;
}

function listFaces(style: TextStyle): Face[] {
  switch (style) {
    case 'headline':
      return allScripts('800', '700');
    case 'text':
      return allScripts('600', '600');
    case 'serif':
      return [...family('noto-serif', ['latin', 'latin-ext'], '700'), ...facesOf('text')];
    case 'code':
      return [...family('jetbrains-mono', ['latin'], '700'), ...facesOf('text')];
  }
}

function allScripts(weight: string, emojiWeight: string): Face[] {
  return [
    ...family('noto-sans', LATIN_SUBSETS, weight),
    ...SCRIPTS.flatMap((script) => family(`noto-sans-${script}`, [script], weight)),
    ...family('noto-emoji', EMOJI_CHUNKS, emojiWeight),
  ];
}

function family(name: string, subsets: string[], weight: string): Face[] {
  return subsets.map((subset) => face(name, subset, weight));
}

function face(familyName: string, subset: string, weight: string): Face {
  let isInRange: ((codePoint: number) => boolean) | undefined;
  let loaded: LoadedFace | undefined;
  const load = (): LoadedFace =>
    (loaded ??= openFace(`@fontsource/${familyName}/files/${familyName}-${subset}-${weight}-normal.woff`));
  // The ranges that the package states spare the opening of fonts that do not come into question.
  const covers = (codePoint: number): boolean =>
    (isInRange ??= readRange(familyName, subset))(codePoint) && load().font.hasGlyphForCodePoint(codePoint);
  return { name: `${familyName}-${subset}-${weight}`, isEmoji: familyName === 'noto-emoji', covers, load };
}

function openFace(file: string): LoadedFace {
  const sfnt = unpackWoff(readPackageFile(file));
  return { font: create(sfnt) as Font, shaper: openFont(sfnt) };
}

/** Reads `U+0900-097F,U+20B9` and the like. */
function readRange(familyName: string, subset: string): (codePoint: number) => boolean {
  const text = readPackageFile(`@fontsource/${familyName}/unicode.json`).toString();
  const ranges = JSON.parse(text) as Record<string, string>;
  // The chunks of the emoji are named by a number in brackets.
  const range = ranges[subset] ?? ranges[`[${subset}]`];
  if (range === undefined) throw new Error(`${familyName} has no subset ${subset}.`);
  const spans = range.split(',').map((span) => {
    const [first = '', last = first] = span.replace('U+', '').split('-');
    return [parseInt(first, 16), parseInt(last, 16)] as const;
  });
  return (codePoint) => spans.some(([first, last]) => codePoint >= first && codePoint <= last);
}
