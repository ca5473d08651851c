import { type Drawing, type Shape } from './drawing.js';
import {
  background,
  type Content,
  fitLabel,
  GRID_MM,
  placeCode,
  placeFitted,
  placeSymbol,
  placeText,
} from './layout.js';

const BLACK = '#000000';

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
  const wordsBottom = label ? labelBox.y - 0.3 * unit : baseline - 3.9 * unit;
  const words = { x: edge, y: wordsBottom - wordsHeight, width, height: wordsHeight };
  const shapes: Shape[] = [
    background(side, '#ffffff'),
    placeSymbol(symbol, { x: 0, y: 0, width: side, height: words.y }, BLACK),
    ...placeText('Car in the way? Scan me.', 'headline', words, { maxSize: 3.4 * unit, maxLines: 1 }, BLACK),
    ...(label ? placeFitted(label.fitted, labelBox, BLACK) : []),
    ...placeCode(content, { middle: side / 2, baseline, width }, { address: BLACK, code: BLACK }),
  ];
  return { side, shapes };
}
