import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { readPackageFile } from '../package-file.js';
import { type Raster } from './rasterise.js';

/** A QR symbol that a decoder found in a picture. */
export interface ReadSymbol {
  text: string;
  version: number;
  errorCorrection: string;
  /** The length of its upper side in pixels. */
  widthPixels: number;
}

let isPrepared = false;

/** Reads the QR symbols in a picture; upright, dark on light and whole, as they must be on a sticker. */
export async function readSymbols(raster: Raster): Promise<ReadSymbol[]> {
  prepare();
  const found = await readBarcodes(raster, {
    formats: ['QRCode'],
    maxNumberOfSymbols: 2,
    tryHarder: true,
    tryRotate: false,
    tryInvert: false,
    tryDownscale: false,
  });
  return found.map(({ text, extra, position: { topLeft, topRight } }) => {
    const details = JSON.parse(extra) as { Version?: string; ECLevel?: string };
    return {
      text,
      version: Number(details.Version),
      errorCorrection: details.ECLevel ?? '',
      widthPixels: Math.hypot(topRight.x - topLeft.x, topRight.y - topLeft.y),
    };
  });
}

/** Left to itself the decoder would download its WebAssembly module. */
function prepare(): void {
  if (isPrepared) return;
  const wasm = readPackageFile('zxing-wasm/reader/zxing_reader.wasm');
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
  isPrepared = true;
}
