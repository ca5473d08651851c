import sharp from 'sharp';
import { encodePng } from './encode-png.js';

const SIDE = 64;

function pixelsOf(colourAt: (x: number, y: number) => readonly [number, number, number]): Buffer {
  const pixels = Buffer.alloc(SIDE * SIDE * 4, 255);
  for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) pixels.set(colourAt(x, y), (y * SIDE + x) * 4);
  return pixels;
}

async function decode(png: Buffer): Promise<Buffer> {
  return await sharp(png).removeAlpha().raw().toBuffer();
}

function largestDifference(decoded: Buffer, pixels: Buffer): number {
  const differences = decoded.map((value, at) => Math.abs(value - (pixels[Math.floor(at / 3) * 4 + (at % 3)] ?? 0)));
  return Math.max(...differences);
}

describe('encodePng', () => {
  it('keeps the solid colours exactly, whichever blends come before them', async () => {
    const pixels = pixelsOf((x) => (x < 32 ? [8, 25, 49] : [6, 24, 47]));
    const decoded = await decode(encodePng(pixels, SIDE, 300, ['#06182f', '#ffffff']));
    expect([...decoded.subarray((SIDE - 1) * 3, SIDE * 3)]).toEqual([6, 24, 47]);
  });

  it('keeps blends to what no eye tells apart', async () => {
    const pixels = pixelsOf((x, y) => [x * 4, x * 4, Math.min(255, x * 4 + Math.floor(y / 32))]);
    const decoded = await decode(encodePng(pixels, SIDE, 300, ['#000000', '#ffffff']));
    expect(largestDifference(decoded, pixels)).toBeLessThan(8);
  });

  it('finds something near for the colours that are too many for a palette', async () => {
    const pixels = pixelsOf((x, y) => [x * 4, y * 4, 128]);
    const decoded = await decode(encodePng(pixels, SIDE, 300, []));
    expect(decoded).toHaveLength(SIDE * SIDE * 3);
  });

  it('says how many dots make an inch', async () => {
    const png = encodePng(
      pixelsOf(() => [255, 255, 255]),
      SIDE,
      300,
      [],
    );
    const { width, height, density } = await sharp(png).metadata();
    expect({ width, height, density }).toEqual({ width: SIDE, height: SIDE, density: 300 });
    // The header's last fields begin with the bits of a pixel and the kind of picture: eight, with a palette.
    expect([...png.subarray(24, 26)]).toEqual([8, 3]);
  });
});
