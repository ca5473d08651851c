import { encodeSymbol, type QrSymbol } from '../symbol.js';
import { outlineSymbol } from './symbol-outline.js';

interface Edge {
  x: number;
  top: number;
  bottom: number;
}

/** The upright edges of a path of horizontal and vertical lines. */
function uprightEdges(path: string): Edge[] {
  const edges: Edge[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const lineTo = (toX: number, toY: number): void => {
    if (toX === x) edges.push({ x, top: Math.min(y, toY), bottom: Math.max(y, toY) });
    else expect(toY).toBe(y);
    [x, y] = [toX, toY];
  };
  for (const [, command = '', argument = ''] of path.matchAll(/([Mhvz])([-\d ]*)/g)) {
    const [first = 0, second = 0] = argument.split(' ').map(Number);
    if (command === 'M') [x, y, startX, startY] = [first, second, first, second];
    else if (command === 'h') lineTo(x + first, y);
    else if (command === 'v') lineTo(x, y + first);
    else lineTo(startX, startY);
  }
  return edges;
}

/** The modules that the path covers: a ray to the left crosses an odd number of edges. */
function coveredModules(symbol: QrSymbol): boolean[][] {
  const edges = uprightEdges(outlineSymbol(symbol));
  const modules = Array.from({ length: symbol.side }, (_, index) => index);
  return modules.map((row) => {
    const crossed = edges.filter(({ top, bottom }) => top <= row && row < bottom);
    return modules.map((column) => crossed.filter(({ x }) => x <= column).length % 2 === 1);
  });
}

function darkModules({ side, isDark }: QrSymbol): boolean[][] {
  const modules = Array.from({ length: side }, (_, index) => index);
  return modules.map((row) => modules.map((column) => isDark(column, row)));
}

describe('outlineSymbol', () => {
  it.each(['A', 'https://carqr.example/s/K7QF3M9T2X', 'x'.repeat(400)])('covers the dark modules of %s', (value) => {
    const symbol = encodeSymbol(value);
    expect(coveredModules(symbol)).toEqual(darkModules(symbol));
  });

  it('covers modules that touch at their corners only', () => {
    const isDark = (column: number, row: number): boolean =>
      column >= 0 && row >= 0 && column < 6 && row < 6 && (column + row) % 2 === 0;
    const symbol: QrSymbol = { version: 1, errorCorrection: 'L', side: 6, isDark };
    expect(coveredModules(symbol)).toEqual(darkModules(symbol));
  });

  it('draws neighbours as one shape', () => {
    const isDark = (column: number, row: number): boolean => column >= 0 && row >= 0 && column < 3 && row < 2;
    expect(outlineSymbol({ version: 1, errorCorrection: 'L', side: 3, isDark }).match(/M/g)).toHaveLength(1);
  });
});
