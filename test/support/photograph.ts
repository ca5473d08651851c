import sharp from 'sharp';
import { seededRandom } from './seeded-random.js';

/**
 * The main camera of a usual phone: 12 megapixels of 4 by 3, with the angle of view of a 26 mm lens on film, which is
 * what makers state for it (by the diagonal: 43.3 mm on film).
 */
const PHOTO_WIDTH_PIXELS = 4000;
const HORIZONTAL_TO_DIAGONAL = 4 / 5;
const VIEW_ANGLE = 2 * Math.atan((43.3 * HORIZONTAL_TO_DIAGONAL) / 2 / 26);

// Jest looks globals up afresh wherever they are named, which takes most of the time in the loops below.
const { abs, floor, max, min } = Math;

/** How far the lens and the making of colours from a mosaic of them spread a point. */
const BLUR_SIGMA_PIXELS = 0.6;
const NOISE_SIGMA = 3;
const GAMMA = 2.2;
/** The glass around a sticker, of 255. */
const SURROUND = 90;
/** Paper in the shade, and ink with a glare on it: parts of the light that white would send back. */
const [INK_LIGHT, PAPER_LIGHT] = [0.08, 0.7];
/** Samples a pixel in each direction; at a metre and a half a pixel covers about six dots of the sticker. */
const SAMPLES = 5;

export interface Shot {
  distanceM: number;
  /** How the phone is held. */
  rotationDegrees: number;
  /** Where the sticker's middle falls within a pixel, 0 to 1, both ways. */
  offsetPixels: number;
  seed: number;
}

/** Grey, with four bytes a pixel. */
export interface Photo {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** What a phone sees of a sticker: the middle of its photo, half as wide again as the sticker. */
export async function photograph(sticker: Buffer, sideMm: number, shot: Shot): Promise<Photo> {
  const { data, info } = await sharp(sticker).greyscale().raw().toBuffer({ resolveWithObject: true });
  const { width: dots, channels } = info;
  const lights = Array.from({ length: 256 }, (_, value) => (value / 255) ** GAMMA);
  const lightAt = (x: number, y: number): number => {
    const isInside = abs(x) < 0.5 && abs(y) < 0.5;
    const dot = floor((y + 0.5) * dots) * dots + floor((x + 0.5) * dots);
    return lights[isInside ? (data[dot * channels] ?? 0) : SURROUND] ?? 0;
  };
  const pixelsPerMm = PHOTO_WIDTH_PIXELS / (2 * shot.distanceM * 1000 * Math.tan(VIEW_ANGLE / 2));
  const sidePixels = sideMm * pixelsPerMm;
  const width = Math.ceil(sidePixels * 1.5);
  const exposed = expose(lightAt, { width, sidePixels, shot });
  return develop(blur(blur(exposed, width, 1, width), width, width, 1), width, shot.seed);
}

/** Each pixel gathers the light of its area. The sticker reaches from -0.5 to 0.5. */
function expose(
  lightAt: (x: number, y: number) => number,
  { width, sidePixels, shot }: { width: number; sidePixels: number; shot: Shot },
): Float64Array {
  const angle = (shot.rotationDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) / sidePixels, Math.sin(angle) / sidePixels];
  const middle = width / 2 + shot.offsetPixels;
  const pixels = new Float64Array(width * width);
  for (let position = 0; position < pixels.length; position++) {
    const column = position % width;
    const row = floor(position / width);
    let sum = 0;
    for (let sample = 0; sample < SAMPLES ** 2; sample++) {
      const x = column + ((sample % SAMPLES) + 0.5) / SAMPLES - middle;
      const y = row + (floor(sample / SAMPLES) + 0.5) / SAMPLES - middle;
      sum += lightAt(x * cos - y * sin, x * sin + y * cos);
    }
    pixels[position] = sum / SAMPLES ** 2;
  }
  return pixels;
}

/** Spreads along lines of pixels that are `step` apart and begin every `across`. */
function blur(pixels: Float64Array, width: number, step: number, across: number): Float64Array {
  const weights = [-2, -1, 0, 1, 2].map((distance) => Math.exp(-(distance ** 2) / (2 * BLUR_SIGMA_PIXELS ** 2)));
  const total = weights.reduce((sum, weight) => sum + weight);
  const blurred = new Float64Array(pixels.length);
  for (let line = 0; line < width; line++) {
    for (let at = 0; at < width; at++) {
      const sum = weights.reduce((light, weight, index) => {
        const near = min(width - 1, max(0, at + index - 2));
        return light + weight * (pixels[line * across + near * step] ?? 0);
      }, 0);
      blurred[line * across + at * step] = sum / total;
    }
  }
  return blurred;
}

/** Little contrast, and the sensor's noise. */
function develop(pixels: Float64Array, width: number, seed: number): Photo {
  const random = seededRandom(seed);
  // The sum of three is close to normal, and has half a standard deviation.
  const noise = (): number => 2 * (random() + random() + random() - 1.5);
  const data = new Uint8ClampedArray(pixels.length * 4);
  for (const [position, light] of pixels.entries()) {
    const seen = INK_LIGHT + light * (PAPER_LIGHT - INK_LIGHT);
    const value = 255 * seen ** (1 / GAMMA) + NOISE_SIGMA * noise();
    data.fill(value, position * 4, position * 4 + 3);
    data[position * 4 + 3] = 255;
  }
  return { data, width, height: width };
}
