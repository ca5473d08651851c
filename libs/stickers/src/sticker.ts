/** The sides of a sticker in inches: it is square. */
export const STICKER_SIZES = ['3x3', '4x4'] as const;
export type StickerSize = (typeof STICKER_SIZES)[number];

export const STICKER_FORMATS = ['pdf', 'svg', 'png'] as const;
export type StickerFormat = (typeof STICKER_FORMATS)[number];

export const STICKER_TEMPLATES = ['modern', 'classic', 'minimal'] as const;
export type StickerTemplate = (typeof STICKER_TEMPLATES)[number];

export type ErrorCorrection = 'L' | 'M' | 'Q' | 'H';

/** All that decides what a sticker looks like: equal specs give equal files. */
export interface StickerSpec {
  /** What the symbol encodes. */
  value: string;
  /** The code as a person types it in, printed under the symbol. */
  code: string;
  size: StickerSize;
  format: StickerFormat;
  template: StickerTemplate;
  /** The owner's own line, in any script that our fonts cover. */
  label: string | null;
}

/** What the decoder found in the rendered file, and what it means to somebody who wants to scan it. */
export interface PrintCheck {
  /** 1 (21 modules a side) to 40. */
  version: number;
  errorCorrection: ErrorCorrection;
  /** The side of one module as it is drawn. */
  moduleMm: number;
  /** The white around the symbol that nothing else is printed in. */
  quietZoneModules: number;
  /** Ten times the width of the symbol without its quiet zone: what a phone's camera needs, as a rule of thumb. */
  maxScanDistanceM: number;
  /** A sticker that was not read back is never handed out. */
  decoded: true;
}

export interface RenderedSticker {
  bytes: Buffer;
  mediaType: string;
  /** Without a dot. */
  extension: string;
  printCheck: PrintCheck;
}

export const MM_PER_INCH = 25.4;
export const PRINT_DPI = 300;
/** What a print shop wants of the background beyond the edge, so that a cut that is a little off shows no white. */
export const BLEED_MM = 3;

/** The side of a sticker. */
export const SIDE_INCHES: Readonly<Record<StickerSize, number>> = { '3x3': 3, '4x4': 4 };

export const MEDIA_TYPES: Readonly<Record<StickerFormat, string>> = {
  pdf: 'application/pdf',
  svg: 'image/svg+xml; charset=utf-8',
  png: 'image/png',
};
