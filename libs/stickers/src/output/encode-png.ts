import { crc32, deflateSync } from 'node:zlib';
import { MM_PER_INCH } from '../sticker.js';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const MAX_COLOURS = 256;
const PALETTE_IMAGE = 3;
const MM_PER_M = 1000;
const UNIT_METRE = 1;
/** Measured: the levels above take several times as long for a tenth of the size. */
const DEFLATE_LEVEL = 3;

/**
 * Packs opaque pixels as a PNG with a palette. A sticker has a handful of colours and the blends at their edges, so that
 * no search for the best palette is needed, which is what takes general encoders ten times as long.
 *
 * @param pixels four bytes each, a square of `side` by `side`
 * @param solid the colours, as `#rrggbb`, that are kept exactly
 */
export function encodePng(pixels: Uint8Array, side: number, dpi: number, solid: readonly string[]): Buffer {
  const palette = new Palette(solid);
  const rows = toRows(pixels, side, palette);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, PALETTE_IMAGE], 8);
  const dotsPerMetre = Math.round((dpi / MM_PER_INCH) * MM_PER_M);
  const density = Buffer.alloc(9);
  density.writeUInt32BE(dotsPerMetre, 0);
  density.writeUInt32BE(dotsPerMetre, 4);
  density.writeUInt8(UNIT_METRE, 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('pHYs', density),
    chunk('PLTE', palette.toBytes()),
    chunk('IDAT', deflateSync(rows, { level: DEFLATE_LEVEL })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Every row begins with the number of its filter: none, as neighbouring indices are equal or unrelated. */
function toRows(pixels: Uint8Array, side: number, palette: Palette): Buffer {
  const rows = Buffer.alloc(side * (side + 1));
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, side * side);
  let last = -1;
  let index = 0;
  for (let row = 0, position = 0; row < side; row++) {
    for (let column = 1; column <= side; column++, position++) {
      const word = words[position] ?? 0;
      // Most pixels are like the one before.
      if (word !== last) {
        const byte = position * 4;
        index = palette.indexOf(pixels[byte] ?? 0, pixels[byte + 1] ?? 0, pixels[byte + 2] ?? 0);
        last = word;
      }
      rows[row * (side + 1) + column] = index;
    }
  }
  return rows;
}

/** The colours of a picture in the order in which they are met. Blends that differ in the last bits become one. */
class Palette {
  private readonly colours: [red: number, green: number, blue: number][] = [];
  /** By the five highest bits of each channel. */
  private readonly indices = new Int16Array(1 << 15).fill(-1);

  constructor(solid: readonly string[]) {
    for (const colour of solid) {
      const value = parseInt(colour.slice(1), 16);
      this.indexOf(value >> 16, (value >> 8) & 0xff, value & 0xff);
    }
  }

  indexOf(red: number, green: number, blue: number): number {
    const bucket = ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3);
    const known = this.indices[bucket] ?? -1;
    if (known >= 0) return known;
    const isFull = this.colours.length === MAX_COLOURS;
    const index = isFull ? this.nearest(red, green, blue) : this.colours.push([red, green, blue]) - 1;
    this.indices[bucket] = index;
    return index;
  }

  toBytes(): Buffer {
    return Buffer.from(this.colours.flat());
  }

  private nearest(red: number, green: number, blue: number): number {
    const distances = this.colours.map(([r, g, b]) => (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2);
    return distances.indexOf(Math.min(...distances));
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
