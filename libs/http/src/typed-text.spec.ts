import { normalizeTypedText } from './typed-text.js';

const isAssigned = (codePoint: number, property: RegExp): boolean =>
  (codePoint < 0xd800 || codePoint > 0xdfff) && property.test(String.fromCodePoint(codePoint));
const listCharacters = (property: RegExp): string[] =>
  Array.from({ length: 0x110000 }, (_, codePoint) => codePoint)
    .filter((codePoint) => isAssigned(codePoint, property))
    .map((codePoint) => String.fromCodePoint(codePoint));

describe('typed text', () => {
  it('has the decimal digits of every script as ASCII digits', () => {
    const digits = listCharacters(/\p{Nd}/u);
    expect(digits.length).toBeGreaterThan(500);
    expect(normalizeTypedText(digits.join(''))).toBe('0123456789'.repeat(digits.length / 10));
  });

  it.each([
    ['Devanagari', '०१२३४५६७८९'],
    ['Bengali', '০১২৩৪৫৬৭৮৯'],
    ['Tamil', '௦௧௨௩௪௫௬௭௮௯'],
    ['Arabic-Indic', '٠١٢٣٤٥٦٧٨٩'],
    ['Eastern Arabic-Indic', '۰۱۲۳۴۵۶۷۸۹'],
    ['full-width', '０１２３４５６７８９'],
    ['mathematical bold', '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗'],
    ['mathematical monospace', '𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿'],
  ])('reads %s digits', (_script, digits) => {
    expect(normalizeTypedText(digits)).toBe('0123456789');
  });

  it('has blanks for spaces of every kind', () => {
    const spaces = [...listCharacters(/\p{Zs}/u), '\t', '\n', '\r', '\u2028', '\u2029', '\u0085'];
    expect(normalizeTypedText(spaces.join(''))).toBe(' '.repeat(spaces.length));
  });

  it('has hyphens for dashes of every kind', () => {
    const dashes = [...listCharacters(/\p{Pd}/u), '\u2212'];
    expect(normalizeTypedText(dashes.join(''))).toBe('-'.repeat(dashes.length));
  });

  it.each([
    ['a zero-width space', '\u200b'],
    ['joiners', '\u200c\u200d\u2060'],
    ['direction marks', '\u200e\u200f\u061c'],
    ['embeddings and overrides', '\u202a\u202b\u202c\u202d\u202e'],
    ['isolates', '\u2066\u2067\u2068\u2069'],
    ['a soft hyphen', '\u00ad'],
    ['variation selectors', '\ufe0e\ufe0f\u{e0100}'],
    ['a byte order mark', '\ufeff'],
  ])('loses %s', (_what, invisible) => {
    expect(normalizeTypedText(`${invisible}1${invisible}2${invisible}`)).toBe('12');
  });

  it('keeps everything else', () => {
    const others = 'aZ é क К ² ① Ⅷ + ( ) . / , ; : # \u0000 Ａ ＋';
    expect(normalizeTypedText(others)).toBe(others);
  });
});
