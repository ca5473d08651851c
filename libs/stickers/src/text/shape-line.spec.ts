import { toGraphemes } from './graphemes.js';
import { baseDirection, type ShapedLine, shapeLine } from './shape-line.js';

function shape(text: string): ShapedLine {
  return shapeLine(toGraphemes(text, 'text'), baseDirection(text));
}

/** The glyphs of a line from left to right. */
function glyphIds(text: string): number[] {
  return shape(text).runs.flatMap((run) => run.glyphs.map(({ id }) => id));
}

/** Without marks, such as Arabic dots, which take no room of their own. */
function letterIds(text: string): number[] {
  return shape(text).runs.flatMap((run) => run.glyphs.filter(({ advance }) => advance > 0).map(({ id }) => id));
}

function runTexts(text: string): string[] {
  return shape(text)
    .runs.map((run) => run.text.trim())
    .filter((run) => run !== '');
}

describe('shapeLine', () => {
  it('joins consonants to one conjunct in Indic scripts', () => {
    expect(glyphIds('क्ष')).toHaveLength(1);
    expect(glyphIds('क्ष')).not.toEqual(glyphIds('क'));
    // Tamil's "sri" and "ksha" are one letter each to a reader.
    expect(glyphIds('க்ஷ')).toHaveLength(1);
  });

  it('puts a vowel sign before the consonant that it is spoken after', () => {
    const [consonant] = glyphIds('क');
    expect(glyphIds('कि')).toHaveLength(2);
    expect(glyphIds('कि')[1]).toBe(consonant);
  });

  it('shapes words that a lesser engine fails on', () => {
    for (const word of ['শ্রী', 'శ్రీ', 'ಜ್ಞಾನ', 'സ്കാൻ', 'ਪ੍ਰਾਰਥਨਾ', 'રાષ્ટ્ર', 'ଶ୍ରୀ']) {
      expect(shape(word).width).toBeGreaterThan(0);
      expect(glyphIds(word)).not.toContain(0);
    }
  });

  it('joins Arabic letters', () => {
    const [alone, joined] = [letterIds('ب'), letterIds('ببب')];
    expect(joined).toHaveLength(3);
    // First, middle and last form differ from each other and from the letter that stands alone.
    expect(new Set([...joined, ...alone]).size).toBe(4);
  });

  it('sets Arabic from right to left, and numbers and Latin within it from left to right', () => {
    expect(runTexts('سيارة 402 ABC')).toEqual(['ABC', '402', 'سيارة']);
    expect(runTexts('Call سيارة now')).toEqual(['Call', 'سيارة', 'now']);
    expect(baseDirection('402 سيارة')).toBe('rtl');
    expect(baseDirection('Call سيارة')).toBe('ltr');
  });

  it('turns brackets around in text from right to left', () => {
    const [, closing] = glyphIds('a)');
    // On the left of the picture stands the bracket that ends the text, drawn as one that opens in Latin.
    expect(glyphIds('(س)')[0]).toBe(glyphIds('(a')[0]);
    expect(glyphIds('(س)').at(-1)).toBe(closing);
  });

  it('knows the text of every glyph, each letter once', () => {
    for (const text of ['मेरी गाड़ी', 'என் காரை', 'Flat 402', 'السيارة']) {
      const { runs } = shape(text);
      const letters = runs.flatMap((run) => run.glyphs.map((glyph) => glyph.text)).join('');
      expect([...letters].sort()).toEqual([...text.normalize('NFC')].sort());
    }
  });

  it('says how far the ink reaches', () => {
    const [low, high] = [shape('mmm'), shape('Ág')];
    expect(high.ascent).toBeGreaterThan(low.ascent);
    expect(high.descent).toBeGreaterThan(0.1);
    expect(low.descent).toBeLessThan(0.05);
  });
});
