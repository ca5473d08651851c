import { type Colour, type Drawing, type Shape } from './drawing.js';
import { type Content, fitLabel, GRID_MM, placeCode, placeFitted, placeSymbol, placeText } from './layout.js';

const GREEN = '#12402c';
const INK = '#0d1f17';

/** The Hindi says "please scan". */
const SECOND_LINE = 'Scan to reach its owner · स्कैन करें';

/** A double frame and a serif, like an enamel plate beside a door. */
export function drawClassic(content: Content): Omit<Drawing, 'title'> {
  const { side, symbol } = content;
  const unit = side / GRID_MM;
  const [edge, width] = [6.2 * unit, side - 12.4 * unit];
  const headline = { x: edge, y: 6.2 * unit, width, height: 4.9 * unit };
  const label = fitLabel(content, width);
  const second = { x: edge, y: 11.5 * unit, width, height: 3.2 * unit };
  const secondBottom = second.y + second.height;
  const labelBox = { x: edge, y: secondBottom + 0.9 * unit, width, height: label?.height ?? 0 };
  const baseline = side - 7 * unit;
  const codeTop = baseline - 3.4 * unit;
  const symbolTop = label ? labelBox.y + labelBox.height : secondBottom;
  const shapes: Shape[] = [
    frame(side, 3.4 * unit, 0.8 * unit, 1.8 * unit, GREEN),
    frame(side, 4.5 * unit, 0.25 * unit, 1 * unit, GREEN),
    ...placeText('Is this car in your way?', 'serif', headline, { maxSize: 5 * unit, maxLines: 1 }, GREEN),
    ...placeText(SECOND_LINE, 'text', second, { maxSize: 3 * unit, maxLines: 1 }, INK),
    ...(label ? placeFitted(label.fitted, labelBox, INK) : []),
    placeSymbol(symbol, { x: edge, y: symbolTop, width, height: codeTop - symbolTop }, INK),
    ...placeCode(content, { middle: side / 2, baseline, width }, { address: GREEN, code: INK }),
  ];
  return { side, background: '#ffffff', shapes };
}

function frame(side: number, inset: number, line: number, radius: number, colour: Colour): Shape {
  const length = side - 2 * inset;
  return { kind: 'box', x: inset, y: inset, width: length, height: length, radius, stroke: { colour, width: line } };
}
