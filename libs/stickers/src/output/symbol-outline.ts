import { type QrSymbol } from '../symbol.js';

type Point = readonly [x: number, y: number];

/**
 * The outline of the dark modules, as SVG path data in units of a module. Modules that touch share one outline, so that
 * no viewer shows hairlines between them.
 */
export function outlineSymbol(symbol: QrSymbol): string {
  const edges = collectEdges(symbol);
  let path = '';
  for (const start of edges.keys()) {
    while (edges.get(start)?.length) path += toPath(followLoop(edges, start));
  }
  return path;
}

const key = ([x, y]: Point): string => `${x},${y}`;

/** The edges between dark and light, each directed so that the dark lies on its right, by the point they start from. */
function collectEdges({ side, isDark }: QrSymbol): Map<string, Point[]> {
  const edges = new Map<string, Point[]>();
  const add = (from: Point, to: Point): void => {
    const ends = edges.get(key(from));
    if (ends) ends.push(to);
    else edges.set(key(from), [to]);
  };
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (!isDark(x, y)) continue;
      if (!isDark(x, y - 1)) add([x, y], [x + 1, y]);
      if (!isDark(x + 1, y)) add([x + 1, y], [x + 1, y + 1]);
      if (!isDark(x, y + 1)) add([x + 1, y + 1], [x, y + 1]);
      if (!isDark(x - 1, y)) add([x, y + 1], [x, y]);
    }
  }
  return edges;
}

/** Takes a closed loop of edges out of the map. Where two loops touch at a corner, either way on gives the same area. */
function followLoop(edges: Map<string, Point[]>, start: string): Point[] {
  const loop: Point[] = [];
  let position = start;
  do {
    const next = edges.get(position)?.pop();
    if (!next) throw new Error('The outline of the symbol is not closed.');
    loop.push(next);
    position = key(next);
  } while (position !== start);
  return loop;
}

/** Only corners are kept: a point between two others of its row or column is passed over. */
function toPath(loop: readonly Point[]): string {
  const at = (index: number): Point => loop[(index + loop.length) % loop.length] ?? [0, 0];
  const corners = loop.filter((point, index) => {
    const [before, after] = [at(index - 1), at(index + 1)];
    return before[0] !== after[0] && before[1] !== after[1] && point !== before;
  });
  const [first, ...rest] = corners;
  if (!first) return '';
  let [x, y] = first;
  let path = `M${x} ${y}`;
  for (const [nextX, nextY] of rest) {
    path += nextY === y ? `h${nextX - x}` : `v${nextY - y}`;
    [x, y] = [nextX, nextY];
  }
  return `${path}z`;
}
