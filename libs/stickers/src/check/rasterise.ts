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

let pdfium: Promise<PDFiumLibrary> | undefined;

/** Paints a rendered file, `side` pixels wide and high, as somebody would who opens or prints it. */
export async function rasterise(bytes: Buffer, format: StickerFormat, side: number): Promise<Raster> {
  switch (format) {
    case 'pdf':
      return await rasterisePdf(bytes, side);
    case 'svg':
    case 'png':
      return await rasteriseImage(bytes, side);
  }
}

async function rasterisePdf(bytes: Buffer, side: number): Promise<Raster> {
  const library = await (pdfium ??= openPdfium());
  const document = await library.loadDocument(bytes);
  try {
    const page = document.getPage(0);
    const { originalWidth: width } = page.getOriginalSize();
    const picture = await page.render({ scale: side / width, render: 'bitmap' });
    return { data: new Uint8ClampedArray(picture.data), width: picture.width, height: picture.height };
  } finally {
    document.destroy();
  }
}

async function openPdfium(): Promise<PDFiumLibrary> {
  const wasm = readPackageFile('@hyzyla/pdfium/pdfium.wasm');
  return await PDFiumLibrary.init({ wasmBinary: new Uint8Array(wasm).buffer });
}

async function rasteriseImage(bytes: Buffer, side: number): Promise<Raster> {
  const { data, info } = await sharp(bytes)
    .resize(side)
    .flatten({ background: '#ffffff' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
}
