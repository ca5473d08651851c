import { UnprintableTextError } from '../sticker.errors.js';
import { toGraphemes } from './graphemes.js';
import { shapeLine } from './shape-line.js';

function glyphIds(text: string): number[] {
  const line = shapeLine(toGraphemes(text, 'text'), 'ltr');
  return line.runs.flatMap((run) => run.glyphs.filter(({ advance }) => advance > 0).map(({ id }) => id));
}

function refusedCharacters(text: string): readonly string[] {
  try {
    toGraphemes(text, 'text');
  } catch (error) {
    if (error instanceof UnprintableTextError) return error.characters;
  }
  throw new Error(`Everything in ${text} is covered.`);
}

describe('toGraphemes', () => {
  it.each([
    ['Latin', 'Zażółć gęślą Việt ₹500 – “quotes” …'],
    ['Greek and Cyrillic', 'Ελλάδα Привет'],
    ['Devanagari', 'मेरी गाड़ी हटवाने के लिए स्कैन करें। १२३'],
    ['Tamil', 'என் காரை நகர்த்த ஸ்கேன் செய்யவும்'],
    ['Bengali', 'আমার গাড়ি সরাতে স্ক্যান করুন'],
    ['Telugu', 'నా కారును కదిలించడానికి స్కాన్ చేయండి'],
    ['Kannada', 'ನನ್ನ ಕಾರನ್ನು ಸರಿಸಲು ಸ್ಕ್ಯಾನ್ ಮಾಡಿ'],
    ['Malayalam', 'എന്റെ കാർ മാറ്റാൻ സ്കാൻ ചെയ്യുക'],
    ['Gujarati', 'મારી ગાડી ખસેડવા માટે સ્કેન કરો'],
    ['Gurmukhi', 'ਮੇਰੀ ਗੱਡੀ ਹਟਾਉਣ ਲਈ ਸਕੈਨ ਕਰੋ'],
    ['Odia', 'ମୋ ଗାଡ଼ି ହଟାଇବା ପାଇଁ ସ୍କାନ କରନ୍ତୁ'],
    ['Arabic and Urdu', 'امسح الرمز للاتصال، گاڑی ہٹائیں ٹ'],
    ['emoji', '🚗 🙏🏽 ❤️ 1️⃣ 🇮🇳 👨‍👩‍👧 👩🏽‍🚀 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇽🇽 🇽 ☎ ✔'],
  ])('covers %s without a single missing glyph', (_, text) => {
    expect(glyphIds(text)).not.toContain(0);
    expect(glyphIds(text).length).toBeGreaterThan(0);
  });

  it('names each character that no font has, once', () => {
    expect(refusedCharacters('漢字 Priya 漢')).toEqual(['漢', '字']);
    expect(refusedCharacters('สวัสดี 𓀀')).toContain('𓀀');
  });

  it('names by number what cannot be shown', () => {
    expect(refusedCharacters('a\uD83D')).toEqual(['U+D83D']);
    expect(refusedCharacters('a\uE000')).toEqual(['U+E000']);
  });

  it('refuses a combination that no one font can draw rather than draw it apart', () => {
    expect(refusedCharacters('ক\u0301')).toEqual(['ক\u0301']);
  });

  it('draws an emoji of several as one picture, and takes apart what the font has no picture of', () => {
    for (const emoji of ['🙏🏽', '❤️', '1️⃣', '🇮🇳', '👨‍👩‍👧', '👩🏽‍🚀']) expect(glyphIds(emoji)).toHaveLength(1);
    // Nobody has defined a car joined to a house.
    expect(glyphIds('🚗\u200D🏠')).toEqual([...glyphIds('🚗'), ...glyphIds('🏠')]);
  });

  it('makes single spaces of white space and drops control characters', () => {
    const text = toGraphemes('  a\t\r\n b\u0007\u0000c\u00A0d ', 'text').map((grapheme) => grapheme.text);
    expect(text.join('')).toBe('a bc d');
  });
});
