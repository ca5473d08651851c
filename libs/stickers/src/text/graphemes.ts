import { UnprintableTextError } from '../sticker.errors.js';
import { type Face, facesOf, type TextStyle } from './faces.js';
import { shapeRun } from './harfbuzz.js';

/** What a reader takes for one character, and the font that draws it. */
export interface Grapheme {
  text: string;
  face: Face;
  isSpace: boolean;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** They have an effect, not a shape: joiners, variation selectors, marks of direction, soft hyphens. */
const INVISIBLE = /^\p{Default_Ignorable_Code_Point}$/u;
const EMOJI_SELECTOR = '\uFE0F';
/** Skin tones, the frame of a keycap and the letters of a region's flag qualify the picture before them. */
const QUALIFIER = /\p{Emoji_Modifier}|\u20E3|[\u{E0020}-\u{E007F}]/gu;
const ZERO_WIDTH_JOINER = '\u200D';

/**
 * Splits a text and finds a font for each piece. White space of any kind becomes single spaces, control characters go.
 *
 * @throws UnprintableTextError that names every character which no font covers
 */
export function toGraphemes(text: string, style: TextStyle): Grapheme[] {
  const tidy = text
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
  const unprintable = new Set<string>();
  const graphemes: Grapheme[] = [];
  for (const { segment } of segmenter.segment(tidy)) {
    const pieces = setGrapheme(segment, style, graphemes.at(-1)?.face);
    if (pieces) graphemes.push(...pieces);
    else for (const character of uncovered(segment, style)) unprintable.add(nameable(character));
  }
  if (unprintable.size > 0) throw new UnprintableTextError([...unprintable]);
  return graphemes;
}

/** An emoji that the font has no picture of is taken apart into ones that it has, as phones do with newer emoji. */
function setGrapheme(text: string, style: TextStyle, previous: Face | undefined): Grapheme[] | undefined {
  for (const pieces of decompositions(text)) {
    const set = pieces.map((piece) => setPiece(piece, style, previous));
    if (set.every((grapheme) => grapheme !== undefined)) return set;
  }
  return undefined;
}

function setPiece(text: string, style: TextStyle, previous: Face | undefined): Grapheme | undefined {
  const codePoints = [...text].filter((character) => !INVISIBLE.test(character)).map(codePointOf);
  const isEmoji = text.includes(EMOJI_SELECTOR) || /\p{Emoji_Presentation}|\u20E3/u.test(text);
  const candidates = isEmoji ? facesOf(style).filter((face) => face.isEmoji) : facesOf(style);
  // A space, a digit or a full stop stays in the font of the word that it follows.
  const ordered = previous && !previous.isEmoji && !isEmoji ? [previous, ...candidates] : candidates;
  const isLatin = /^[\p{Script=Latin}\p{Nd}]/u.test(text);
  const face = (isLatin ? candidates : ordered).find(({ covers }) =>
    codePoints.every((codePoint) => covers(codePoint)),
  );
  if (!face || (isEmoji && !isOneGlyph(text, face))) return undefined;
  return { text, face, isSpace: text === ' ' };
}

/** The ways to draw a grapheme, the truest first. */
function decompositions(text: string): string[][] {
  const plain = text.replaceAll(EMOJI_SELECTOR, '');
  const bare = plain.replace(QUALIFIER, '');
  const parts = bare.split(ZERO_WIDTH_JOINER).filter((part) => !/^[\u2640\u2642]?$/u.test(part));
  return [[text], [bare + EMOJI_SELECTOR], [bare], parts];
}

function isOneGlyph(text: string, face: Face): boolean {
  const visible = shapeRun(face.load().shaper, text, 0, text.length, 'ltr').filter(({ advance }) => advance > 0);
  return visible.length === 1;
}

function uncovered(text: string, style: TextStyle): string[] {
  const missing = [...text].filter(
    (character) => !INVISIBLE.test(character) && !facesOf(style).some(({ covers }) => covers(codePointOf(character))),
  );
  // Each is covered by some font, but not all of them by one: it is the combination that cannot be drawn.
  return missing.length > 0 ? missing : [text];
}

/** What has no shape anywhere, such as half of a surrogate pair, is named by its number. */
function nameable(character: string): string {
  return /^\p{C}/u.test(character) ? `U+${codePointOf(character).toString(16).toUpperCase()}` : character;
}

function codePointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
