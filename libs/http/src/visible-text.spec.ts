import { isVisible, visibleText } from './visible-text.js';

describe('text that people write', () => {
  it.each([
    ['Hindi', 'राजेश्वरी शर्मा'],
    ['Hindi with a half letter', 'क्\u200dषत्रिय'],
    ['Marathi with an eyelash ra', 'दर\u200d्या'],
    ['Hindi with a non-joiner', 'श्\u200cवेता'],
    ['Malayalam with chillu letters', 'അവൻ രാജൻ'],
    ['Malayalam with chillus spelt with a joiner, at the end too', 'രാജന്\u200d നായര്\u200d'],
    ['Bengali with ya-phala after ra', 'র\u200d্যাব'],
    ['Kannada with a non-joiner', 'ರಾಜ್\u200cಕುಮಾರ್'],
    ['Tamil', 'பாலசுப்ரமணியம்'],
    ['Sinhala', 'ශ්\u200dරී ලංකා'],
    ['Urdu', 'محمد علی جناح'],
    ['Urdu with a number sign', '\u0600\u06f1'],
    ['Persian with a non-joiner', 'می\u200cخواهم'],
    ['Urdu beside Latin', 'Flat B-204، دوسری منزل'],
    ['Japanese with an ideographic variation', '葛\u{e0100}城'],
    ['a family', '👨\u200d👩\u200d👧\u200d👦'],
    ['a profession with a skin tone', '👩🏽\u200d🚒'],
    ['a pride flag', '🏳\ufe0f\u200d🌈'],
    ['a heart on fire', '❤\ufe0f\u200d🔥'],
    ['a keycap', '1\ufe0f\u20e3'],
    ['the flag of Scotland', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['accents that combine', 'Zoe\u0308'],
    ['tabs and line breaks', 'a\tb\r\nc'],
    ['nothing', ''],
  ])('may be %s', (_what, text) => {
    expect(visibleText(text)).toBe(text);
    expect(isVisible(text)).toBe(true);
  });

  it.each([
    ...[...'\u202a\u202b\u202c\u202d\u202e'].map((character) => ['an embedding or override', character]),
    ...[...'\u2066\u2067\u2068\u2069'].map((character) => ['an isolate', character]),
    ...[...'\u200e\u200f\u061c'].map((character) => ['a direction mark', character]),
    ...[...'\u200b\u2060\u2061\u2062\u2063\u2064\ufeff'].map((character) => ['nothing of any width', character]),
    ...[...'\u206a\u206f'].map((character) => ['a deprecated format character', character]),
    ...[...'\u00ad\u034f\u180e\u115f\u1160\u3164\uffa0'].map((character) => ['a filler or soft hyphen', character]),
    ...[...'\ufff9\ufffa\ufffb'].map((character) => ['an interlinear annotation', character]),
    ...[...'\u0000\u0008\u000b\u001b\u007f'].map((character) => ['a C0 control', character]),
    ...[...'\u0080\u0085\u009b\u009f'].map((character) => ['a C1 control', character]),
    ...[...'\u2028\u2029'].map((character) => ['a separator of lines', character]),
    ...[...'\u{e0001}\u{e0041}\u{e007f}'].map((character) => ['a tag', character]),
    ['a blank of braille', '\u2800'],
    ['a joiner between Latin letters', '\u200d'],
    ['a non-joiner between Latin letters', '\u200c'],
    ['a variation selector after a Latin letter', '\ufe0f'],
    ['a variation selector of ideographs', '\u{e0100}'],
    ['a variation selector of Mongolian', '\u180b'],
  ])('has no %s: %j', (_what, character) => {
    const text = `Asha${character}gnp`;
    expect(isVisible(text)).toBe(false);
    expect(visibleText(text)).toBe('Ashagnp');
  });

  it.each([
    ['a joiner at the beginning', '\u200dराम', 'राम'],
    ['a joiner at the end', 'राम\u200d', 'राम'],
    ['two joiners in a row', 'क्\u200d\u200dष', 'क्\u200dष'],
    ['a joiner between Devanagari and Latin', 'राम\u200dAsha', 'रामAsha'],
    ['a joiner after an emoji', '👩\u200d!', '👩!'],
    ['a variation selector alone', '\ufe0f', ''],
    ['tags without a flag', 'x\u{e0067}\u{e0062}\u{e007f}', 'x'],
  ])('has no %s', (_what, text, visible) => {
    expect(isVisible(text)).toBe(false);
    expect(visibleText(text)).toBe(visible);
  });
});
