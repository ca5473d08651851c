import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { readPackageFile } from '../package-file.js';
import { type StickerFormat } from '../sticker.js';

/** Four bytes a pixel. */
export interface Raster {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** The side of the picture: half of what is printed, as a phone sees less, and a decoder takes a quarter of the time. */
const CHECK_PIXELS = 500;

let pdfium: Promise<PDFiumLibrary> | undefined;

/** Paints a rendered file as somebody would who opens or prints it. */
export async function rasterise(bytes: Buffer, format: StickerFormat): Promise<Raster> {
  switch (format) {
    case 'pdf':
      return await rasterisePdf(bytes);
    case 'svg':
    case 'png':
      return await rasteriseImage(bytes);
  }
}

async function rasterisePdf(bytes: Buffer): Promise<Raster> {
  const library = await (pdfium ??= openPdfium());
  const document = await library.loadDocument(bytes);
  try {
    const page = document.getPage(0);
    const { originalWidth: width } = page.getOriginalSize();
    // Channels come in the order BGRA, which makes no difference to a decoder of dark and light.
    const picture = await page.render({ scale: CHECK_PIXELS / width, render: 'bitmap' });
    return { data: new Uint8ClampedArray(picture.data), width: picture.width, height: picture.height };
  } finally {
    document.destroy();
  }
}

async function openPdfium(): Promise<PDFiumLibrary> {
  const wasm = readPackageFile('@hyzyla/pdfium/pdfium.wasm');
  return await PDFiumLibrary.init({ wasmBinary: new Uint8Array(wasm).buffer });
}

async function rasteriseImage(bytes: Buffer): Promise<Raster> {
  const { data, info } = await sharp(bytes)
    .resize(CHECK_PIXELS)
    .flatten({ background: '#ffffff' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
}
