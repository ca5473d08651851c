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

/** Black on white and nothing that costs ink: all the room goes to the symbol, which is read from furthest away. */
export function drawMinimal(content: Content): Omit<Drawing, 'title'> {
  const { side, symbol } = content;
  const unit = side / GRID_MM;
  const [edge, width] = [3.6 * unit, side - 7.2 * unit];
  const headline = { x: edge, y: 3.2 * unit, width, height: 5 * unit };
  const label = fitLabel(content, width);
  const labelBox = { x: edge, y: 8.9 * unit, width, height: label?.height ?? 0 };
  const symbolTop = label ? labelBox.y + labelBox.height : 8.4 * unit;
  const baseline = side - 4 * unit;
  const shapes: Shape[] = [
    background(side, '#ffffff'),
    ...placeText('Car in the way? Scan me.', 'headline', headline, { maxSize: 5.2 * unit, maxLines: 1 }, BLACK),
    ...(label ? placeFitted(label.fitted, labelBox, BLACK) : []),
    placeSymbol(symbol, { x: 0, y: symbolTop, width: side, height: baseline - 3.4 * unit - symbolTop }, BLACK),
    ...placeCode(content, { middle: side / 2, baseline, width }, { address: BLACK, code: BLACK }),
  ];
  return { side, shapes };
}
