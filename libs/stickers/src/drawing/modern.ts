import { type Drawing, type Shape } from './drawing.js';
import {
  background,
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
  const second = { x: edge, y: 9.2 * unit, width, height: label?.height ?? 3.9 * unit };
  const cardTop = second.y + second.height + 1.4 * unit;
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
  const hindiRoom = { maxSize: 3.4 * unit, maxLines: 1 };
  const shapes: Shape[] = [
    background(side, BLUE),
    ...placePieces(headline, { middle: side / 2, baseline: 7.5 * unit, width }),
    ...(label ? placeFitted(label.fitted, second, WHITE) : placeText(HINDI, 'text', second, hindiRoom, WHITE)),
    { kind: 'box', ...card, radius: 3.2 * unit, fill: WHITE },
    placeSymbol(symbol, { ...card, height: card.height - 5.4 * unit }, INK),
    ...placeCode(content, codePlace, { address: SLATE, code: INK }),
  ];
  return { side, shapes };
}
