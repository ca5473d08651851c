import { type Drawing, type Shape } from './drawing.js';
import { type Content, DOT_MM, fitLabel, GRID_MM, placeCode, placeFitted, placeSymbol, placeText } from './layout.js';

const BLACK = '#000000';
const GREY = '#8a8a8a';

/** The line to cut along: white on white paper has no edge of its own. */
const CUT_MM = 2 * DOT_MM;

/** The Hindi says "please scan". */
const WORDS = 'Car in the way? Scan me. · स्कैन करें';

/**
 * Black on white and nothing that costs ink: all the room goes to the symbol, which is read from furthest away. Words stand
 * below it, so that the white above it is its quiet zone and the margin in one.
 */
export function drawMinimal(content: Content): Omit<Drawing, 'title'> {
  const { side, symbol } = content;
  const unit = side / GRID_MM;
  const [edge, width] = [3.6 * unit, side - 7.2 * unit];
  const baseline = side - 3.9 * unit;
  const label = fitLabel(content, width);
  const labelHeight = label?.height ?? 0;
  const labelBox = { x: edge, y: baseline - 4.6 * unit - labelHeight, width, height: labelHeight };
  const wordsHeight = 3.35 * unit;
  const wordsBottom = label ? labelBox.y - 0.3 * unit : baseline - 3.75 * unit;
  const words = { x: edge, y: wordsBottom - wordsHeight, width, height: wordsHeight };
  const cut = { x: CUT_MM / 2, y: CUT_MM / 2, width: side - CUT_MM, height: side - CUT_MM };
  const shapes: Shape[] = [
    { kind: 'box', ...cut, radius: 0, stroke: { colour: GREY, width: CUT_MM } },
    placeSymbol(symbol, { x: CUT_MM, y: CUT_MM, width: side - 2 * CUT_MM, height: words.y - CUT_MM }, BLACK),
    ...placeText(WORDS, 'headline', words, { maxSize: 3.4 * unit, maxLines: 1 }, BLACK),
    ...(label ? placeFitted(label.fitted, labelBox, BLACK) : []),
    ...placeCode(content, { middle: side / 2, baseline, width }, { address: BLACK, code: BLACK }),
  ];
  return { side, background: '#ffffff', shapes };
}
