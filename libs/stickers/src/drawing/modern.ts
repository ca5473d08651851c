import { type Drawing, type Shape } from './drawing.js';
import {
  type Content,
  fitLabel,
  GRID_MM,
  placeCode,
  placeFitted,
  placePieces,
  placeSymbol,
  placeText,
} from './layout.js';

const BLUE = '#0b2f5b';
const AMBER = '#ffc53d';
const WHITE = '#ffffff';
const INK = '#06182f';
const SLATE = '#41526b';

/** "Is the car in the way? Please scan." */
const HINDI = 'गाड़ी रास्ते में है? स्कैन करें।';

/** A block of colour with the symbol on a white card: it is seen from across the street. */
export function drawModern(content: Content): Omit<Drawing, 'title'> {
  const { side, symbol } = content;
  const unit = side / GRID_MM;
  const [edge, width] = [3.6 * unit, side - 7.2 * unit];
  const label = fitLabel(content, width);
  const hindi = { x: edge, y: 9.2 * unit, width, height: 3.9 * unit };
  const hindiBottom = hindi.y + hindi.height;
  const labelBox = { x: edge, y: hindiBottom + 0.9 * unit, width, height: label?.height ?? 0 };
  const cardTop = (label ? labelBox.y + labelBox.height : hindiBottom) + 1.4 * unit;
  const card = { x: 3 * unit, y: cardTop, width: side - 6 * unit, height: side - cardTop - 3 * unit };
  const codePlace = {
    middle: side / 2,
    baseline: card.y + card.height - 2.2 * unit,
    width: card.width - 6 * unit,
  };
  const headline = [
    { text: 'Car in the way?', style: 'headline', size: 5.1 * unit, fill: WHITE, gap: 1.4 * unit },
    { text: 'Scan me.', style: 'headline', size: 5.1 * unit, fill: AMBER },
  ] as const;
  const shapes: Shape[] = [
    ...placePieces(headline, { middle: side / 2, baseline: 7.5 * unit, width }),
    ...placeText(HINDI, 'text', hindi, { maxSize: 3.4 * unit, maxLines: 1 }, WHITE),
    ...(label ? placeFitted(label.fitted, labelBox, WHITE) : []),
    { kind: 'box', ...card, radius: 3.2 * unit, fill: WHITE },
    placeSymbol(symbol, { ...card, height: card.height - 5.4 * unit }, INK),
    ...placeCode(content, codePlace, { address: SLATE, code: INK }),
  ];
  return { side, background: BLUE, shapes };
}
