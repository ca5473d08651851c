import { execFileSync } from 'node:child_process';
import sharp from 'sharp';
import { RendererLimits, STICKER_SIZES, STICKER_TEMPLATES, StickerRenderer } from '@app/stickers';
import { readSymbols } from '../../libs/stickers/src/check/read-symbol.js';
import { type Photo, photograph } from '../support/photograph.js';

const CODE = 'K7QF3M9T2X';
/** The short one fits version 2, the long one takes version 3. */
const VALUES = [`https://carqr.example/s/${CODE}`, `https://stickers.parking-help.example.in/s/${CODE}`] as const;
const SIDES_MM = { '3x3': 76.2, '4x4': 101.6 } as const;
/** From the pavement, or from the driver's seat of the car that is blocked. */
const DISTANCE_M = 1.5;
const SHOTS = [
  { rotationDegrees: 0, offsetPixels: 0.5 },
  { rotationDegrees: 4, offsetPixels: 0.25 },
  { rotationDegrees: -7, offsetPixels: 0.7 },
];

/** Two lines of it leave the least room for the symbol. */
const label = 'Flat 402, मेरी गाड़ी, امسح 12, 🚗 please do not tow. Thanks!';

const cases = STICKER_SIZES.flatMap((size) =>
  STICKER_TEMPLATES.flatMap((template) => VALUES.map((value) => ({ size, template, value }))),
);

describe('reading distance', () => {
  const renderer = new StickerRenderer(new RendererLimits());

  afterAll(() => renderer.onApplicationShutdown());

  const shoot = async (look: (typeof cases)[number], distanceM = DISTANCE_M): Promise<Photo[]> => {
    const spec = { ...look, code: CODE, format: 'png', label } as const;
    const { bytes } = await renderer.render(spec, 'asha');
    const shots = SHOTS.map((shot, seed) => photograph(bytes, SIDES_MM[look.size], { ...shot, distanceM, seed }));
    return Promise.all(shots);
  };

  it.each(cases)('is a metre and a half for a phone: $size $template $value', async (look) => {
    for (const photo of await shoot(look)) {
      expect((await readSymbols(photo)).map(({ text }) => text)).toEqual([look.value]);
      if (process.env.STICKER_TOOLS) expect(await readWithZbar(photo)).toBe(`${look.value}\n`);
    }
  });

  it('ends where modules are smaller than pixels', async () => {
    const photos = await shoot({ size: '3x3', template: 'modern', value: VALUES[0] }, 8);
    for (const photo of photos) expect(await readSymbols(photo)).toEqual([]);
  });
});

async function readWithZbar({ data, width, height }: Photo): Promise<string> {
  const image = await sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  const args = ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', '-'];
  return execFileSync('zbarimg', args, { input: image, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
}
