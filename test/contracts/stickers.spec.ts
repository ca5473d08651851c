import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import {
  type PrintCheck,
  type RenderedSticker,
  RendererLimits,
  STICKER_FORMATS,
  STICKER_SIZES,
  STICKER_TEMPLATES,
  StickerRenderer,
  type StickerSpec,
} from '@app/stickers';
import { rasterise } from '../../libs/stickers/src/check/rasterise.js';
import { measureSymbol } from '../support/sticker-figures.js';

const CODE = 'K7QF3M9T2X';
const VALUE = `https://carqr.example/s/${CODE}`;
const LONG_LABEL = 'Flat 402, मेरी गाड़ी, امسح 12, 🚗 please do not tow. Thanks!';
const HOSTILE_LABELS = [
  `</svg><script>alert(1)</script>`,
  `" onload="alert(1)' x='`,
  ']]><!DOCTYPE svg [<!ENTITY a "b">]>&a;',
  '<foreignObject href="http://127.0.0.1/">',
];
const INCHES = { '3x3': 3, '4x4': 4 } as const;
/** As the PDF has it, in points. */
const BLEED = 8.504;
const MILLIMETRES = { '3x3': '76.2', '4x4': '101.6' } as const;

// The tools come with `apt-get install zbar-tools poppler-utils librsvg2-bin`.
const describeWithTools = process.env.STICKER_TOOLS ? describe : describe.skip;

const cases = STICKER_TEMPLATES.flatMap((template) =>
  STICKER_SIZES.flatMap((size) => [null, LONG_LABEL].map((label) => ({ template, size, label }))),
);

describe('stickers', () => {
  const renderer = new StickerRenderer(new RendererLimits());
  const rendered = new Map<string, Promise<RenderedSticker>>();

  afterAll(() => renderer.onApplicationShutdown());

  function render(spec: Partial<StickerSpec>): Promise<RenderedSticker> {
    const full: StickerSpec = {
      ...{ value: VALUE, code: CODE, size: '3x3', format: 'svg', template: 'modern', label: null },
      ...spec,
    };
    const key = JSON.stringify(full);
    const sticker = rendered.get(key) ?? renderer.render(full, key);
    rendered.set(key, sticker);
    return sticker;
  }

  describe.each(cases)('$template $size, label $label', (look) => {
    const inches = INCHES[look.size];

    it('has exactly its size as a PDF, and 3 mm of bleed around it', async () => {
      const { bytes } = await render({ ...look, format: 'pdf' });
      const boxes = [...bytes.toString('latin1').matchAll(/\/((?:Media|Crop|Bleed|Trim|Art)Box) \[([^\]]*)\]/g)].map(
        ([, name, box]) => [name, box],
      );
      const [left, right, page] = [BLEED, BLEED + inches * 72, inches * 72 + 2 * BLEED];
      expect(boxes).toEqual([
        ['MediaBox', `0 0 ${page} ${page}`],
        ['BleedBox', `0 0 ${page} ${page}`],
        ['TrimBox', `${left} ${left} ${right} ${right}`],
      ]);
      expect((BLEED / 72) * 25.4).toBeCloseTo(3, 4);
    });

    it('asks viewers to print the PDF at its size', async () => {
      const source = (await render({ ...look, format: 'pdf' })).bytes.toString('latin1');
      expect(source).toMatch(/^%PDF-1\.6/);
      const [, preferences] = /\/ViewerPreferences (\d+) 0 R/.exec(source) ?? [];
      expect(new RegExp(`\n${preferences} 0 obj\n<<[^>]*/PrintScaling /None[^>]*>>`).test(source)).toBe(true);
    });

    it('has its background in the whole bleed, and in the SVG and PNG up to the edge', async () => {
      const background = look.template === 'modern' ? [11, 47, 91] : [255, 255, 255];
      const pdf = await rasterise((await render({ ...look, format: 'pdf' })).bytes, 'pdf', 548);
      const bleed = Math.ceil((pdf.width * BLEED) / (inches * 72 + 2 * BLEED)) - 1;
      const outside = ringOf(pdf, 0, bleed);
      expect(outside).toEqual(new Set([background.join()]));
      const edge = look.template === 'minimal' ? [138, 138, 138] : background;
      for (const format of ['png', 'svg'] as const) {
        const { bytes } = await render({ ...look, format });
        const image = sharp(bytes)
          .resize(inches * 300)
          .ensureAlpha()
          .raw();
        const { data, info } = await image.toBuffer({ resolveWithObject: true });
        expect(ringOf({ data, width: info.width }, 0, 2)).toEqual(new Set([edge.join()]));
      }
    });

    it('has exactly its size as an SVG', async () => {
      const { bytes } = await render({ ...look, format: 'svg' });
      const [root = ''] = /<svg[^>]*>/.exec(bytes.toString()) ?? [];
      const mm = MILLIMETRES[look.size];
      expect(root).toContain(` width="${mm}mm" height="${mm}mm" viewBox="0 0 ${mm} ${mm}"`);
    });

    it('has 300 dots an inch as a PNG, and says so', async () => {
      const { bytes } = await render({ ...look, format: 'png' });
      const { width, height, density } = await sharp(bytes).metadata();
      expect({ width, height, density }).toEqual({ width: inches * 300, height: inches * 300, density: 300 });
      const [perMetreX, perMetreY, unit] = readDensity(bytes);
      expect([perMetreX, perMetreY, unit]).toEqual([11811, 11811, 1]);
    });

    it('is nothing but vectors and embedded fonts as a PDF', async () => {
      const source = (await render({ ...look, format: 'pdf' })).bytes.toString('latin1');
      expect(source).not.toMatch(/\/Subtype \/Image/);
      const fonts = source.match(/\/Type \/FontDescriptor/g) ?? [];
      expect(fonts.length).toBeGreaterThan(0);
      expect(source.match(/\/FontFile[23]? /g)).toHaveLength(fonts.length);
    });

    it('has no more than outlines in its SVG', async () => {
      expectHarmlessSvg((await render({ ...look, format: 'svg' })).bytes.toString());
    });

    it.each(['png', 'svg'] as const)('prints the symbol as its print check says (%s)', async (format) => {
      const { bytes, printCheck } = await render({ ...look, format });
      const image = await sharp(bytes)
        .resize(inches * 300)
        .png()
        .toBuffer();
      await expectFigures(image, printCheck, inches * 25.4);
    });
  });

  it.each(HOSTILE_LABELS)('draws a hostile label as what it is: %s', async (label) => {
    for (const format of STICKER_FORMATS) {
      const { bytes, printCheck } = await render({ label, format });
      expect(printCheck.decoded).toBe(true);
      if (format === 'svg') expectHarmlessSvg(bytes.toString());
    }
  });

  it('keeps a hostile code out of the markup', async () => {
    const { bytes } = await render({ code: `"/><script>&amp;'`, format: 'svg' });
    expectHarmlessSvg(bytes.toString());
  });

  describeWithTools('seen by other programs', () => {
    const directory = mkdtempSync(join(tmpdir(), 'stickers-'));

    afterAll(() => rmSync(directory, { recursive: true }));

    function run(program: string, ...args: string[]): string {
      return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    }

    /** Paints the file as another program than ours would, and answers with the path of a PNG. */
    function paint({ bytes, extension }: RenderedSticker): string {
      const file = join(directory, `sticker.${extension}`);
      writeFileSync(file, bytes);
      if (extension === 'pdf') run('pdftoppm', '-r', '300', '-png', '-singlefile', file, join(directory, 'painted'));
      if (extension === 'svg') run('rsvg-convert', '--width', '900', '--output', join(directory, 'painted.png'), file);
      return extension === 'png' ? file : join(directory, 'painted.png');
    }

    describe.each(cases)('$template $size, label $label', (look) => {
      it.each(STICKER_FORMATS)('is read by zbar, and measures what its print check says (%s)', async (format) => {
        const sticker = await render({ ...look, format });
        const painted = paint(sticker);
        const found = run('zbarimg', '--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', painted);
        expect(found).toBe(`${VALUE}\n`);
        const pageMm = INCHES[look.size] * 25.4 + (format === 'pdf' ? 6 : 0);
        await expectFigures(readFileSync(painted), sticker.printCheck, pageMm);
      });

      it('has all its fonts embedded, and its text can be copied', async () => {
        const { bytes } = await render({ ...look, format: 'pdf' });
        const file = join(directory, 'fonts.pdf');
        writeFileSync(file, bytes);
        const [, , ...fonts] = run('pdffonts', file).trim().split('\n');
        expect(fonts.length).toBeGreaterThan(0);
        for (const font of fonts) expect(font).toMatch(/ yes yes yes /);
        const text = run('pdftotext', '-layout', file, '-');
        expect(text.replaceAll(/\s/g, '')).toContain(CODE);
        for (const word of ['करें', ...(look.label ? ['Flat', 'मेरी', 'please'] : [])]) expect(text).toContain(word);
      });
    });
  });
});

/** The colours of the outermost pixels, from one distance to the edge up to another. */
function ringOf({ data, width }: { data: ArrayLike<number>; width: number }, from: number, to: number): Set<string> {
  const colours = new Set<string>();
  for (let at = 0; at < width; at++) {
    for (let depth = from; depth < to; depth++) {
      const far = width - 1 - depth;
      for (const pixel of [depth * width + at, far * width + at, at * width + depth, at * width + far]) {
        colours.add([0, 1, 2].map((channel) => data[pixel * 4 + channel]).join());
      }
    }
  }
  return colours;
}

/** Computes the print check's figures from a picture of a whole page, bleed and all. */
async function expectFigures(image: Buffer, printCheck: PrintCheck, sideMm: number): Promise<void> {
  const { width, quiet } = await measureSymbol(image);
  const modules = 17 + 4 * printCheck.version;
  // Either of two painted edges is off by a pixel at most.
  const toleranceMm = (2 * sideMm) / 900;
  expect(Math.abs(width * sideMm - printCheck.moduleMm * modules)).toBeLessThan(toleranceMm);
  expect(quiet * sideMm + toleranceMm).toBeGreaterThanOrEqual(printCheck.quietZoneModules * printCheck.moduleMm);
  expect(printCheck.quietZoneModules).toBeGreaterThanOrEqual(4);
  const distanceM = (10 * printCheck.moduleMm * modules) / 1000;
  expect(printCheck.maxScanDistanceM).toBeLessThanOrEqual(distanceM + 0.001);
  expect(printCheck.maxScanDistanceM).toBeGreaterThan(distanceM - 0.011);
}

/** Dots a metre in both directions, and the unit, of the chunk that says so. */
function readDensity(png: Buffer): [number, number, number] {
  const at = png.indexOf('pHYs', 0, 'latin1') + 4;
  return [png.readUInt32BE(at), png.readUInt32BE(at + 4), png.readUInt8(at + 8)];
}

/** Only elements that draw, only attributes that say where, and no text but the title. */
function expectHarmlessSvg(svg: string): void {
  const tags = [...svg.matchAll(/<([^\s/>]+)([^>]*)>/g)].filter(([tag]) => !tag.startsWith('</'));
  const elements = new Set(tags.map(([, element]) => element));
  expect([...elements].sort()).toEqual(['path', 'rect', 'svg', 'title']);
  const attributes = tags.flatMap(([, , rest = '']) =>
    [...rest.matchAll(/([^\s=]+)="[^"]*"/g)].map(([, name]) => name),
  );
  const known = ['xmlns', 'width', 'height', 'viewBox', 'role', 'aria-labelledby', 'id', 'x', 'y', 'rx'];
  expect([...known, 'fill', 'stroke', 'stroke-width', 'd', 'transform']).toEqual(
    expect.arrayContaining([...new Set(attributes)]),
  );
  const text = svg.replace(/<[^>]*>/g, '');
  expect(text.trim()).toMatch(/^QR code [^<>]*$/);
  expect(svg).not.toMatch(/<!|url\(|javascript:|data:/i);
}
