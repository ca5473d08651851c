/**
 * What cannot be seen or turns the direction of the text around it: control characters other than tab and line breaks,
 * line and paragraph separators, the blank of braille, interlinear annotations, and all that Unicode says to ignore in display.
 */
const HIDDEN =
  '[\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F\\u2028\\u2029\\u2800\\uFFF9-\\uFFFB\\p{Default_Ignorable_Code_Point}]';

/** The scripts that write with joiners and non-joiners. */
const JOINING_SCRIPTS = [
  ...['Arabic', 'Bengali', 'Devanagari', 'Gujarati', 'Gurmukhi', 'Kannada', 'Khmer', 'Malayalam', 'Meetei_Mayek'],
  ...['Mongolian', 'Myanmar', 'Oriya', 'Sinhala', 'Syriac', 'Tamil', 'Telugu'],
]
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');
const JOINING = `(?=[\\p{L}\\p{M}])[${JOINING_SCRIPTS}]`;
const VIRAMA = '[\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D4D\\u0DCA\\u1039\\u103A\\u17D2]';

/** Hidden characters in a place where they change what is seen, as these writing systems and emoji need them. */
const IN_PLACE = [
  `(?<=${JOINING})[\\u200C\\u200D](?=${JOINING})`,
  // At the end of a word too: Malayalam names are still written so.
  `(?<=${VIRAMA})[\\u200C\\u200D]`,
  '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\uFE0F])\\u200D(?=\\p{Extended_Pictographic})',
  '(?<=[\\p{Emoji}\\p{S}\\p{Script=Han}\\p{Script=Mongolian}\\p{Script=Myanmar}])[\\uFE00-\\uFE0F]',
  '(?<=\\p{Script=Han})[\\u{E0100}-\\u{E01EF}]',
  '(?<=\\p{Script=Mongolian})[\\u180B-\\u180D\\u180F]',
  // The flags of regions, such as Scotland's.
  '\\u{1F3F4}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{1,6}\\u{E007F}',
].join('|');

const HIDDEN_OR_IN_PLACE = new RegExp(`(${IN_PLACE})|${HIDDEN}`, 'gu');

/** A text without what readers cannot see, or what makes it read as something else. */
export function visibleText(text: string): string {
  return text.replace(HIDDEN_OR_IN_PLACE, '$1');
}

export function isVisible(text: string): boolean {
  return visibleText(text) === text;
}
