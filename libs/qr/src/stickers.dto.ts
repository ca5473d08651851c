import { ApiProperty } from '@nestjs/swagger';
import {
  EnumProperty,
  EXAMPLE_ID,
  Flag,
  IdProperty,
  IntegerProperty,
  MomentProperty,
  OneOf,
  Pagination,
  SuccessProperty,
  Text,
  TextProperty,
} from '@app/http';
import { type PrintCheck, STICKER_FORMATS, STICKER_SIZES, type StickerFormat, type StickerSize } from '@app/stickers';
import { TEMPLATES, type Template } from '@app/users';
import { resolves } from './qr-code.entity.js';
import type { StickerWithCode } from './stickers.repository.js';

export class GenerateSticker {
  @OneOf(STICKER_SIZES, { enumName: 'StickerSize', description: 'In inches: 76.2 or 101.6 mm.', example: '3x3' })
  size!: StickerSize;

  @OneOf(STICKER_FORMATS, { enumName: 'StickerFormat', example: 'pdf' })
  format!: StickerFormat;

  @Text({
    max: 36,
    isShown: false,
    optional: true,
    description: 'The caller’s car; defaults to it.',
    example: EXAMPLE_ID,
  })
  carId?: string;

  @OneOf(TEMPLATES, { enumName: 'Template', optional: true, description: 'Defaults to the car’s template.' })
  template?: Template;

  @Text({
    max: 60,
    optional: true,
    description: 'Text printed on the sticker.',
    example: 'Call me, I am in Flat B-204',
  })
  label?: string;

  @Text({
    max: 40,
    optional: true,
    description:
      'Gives the sticker its own code, so that its scans are listed separately and it can be withdrawn alone.',
    example: 'rear window',
  })
  placement?: string;
}

export class ChangeSticker {
  @Flag({
    optional: true,
    description: 'false withdraws the code: all stickers with it stop resolving.',
    example: false,
  })
  active?: boolean;
}

/** The side of the largest sticker. */
const MAX_SIDE_MM = 101.6;
const ERROR_CORRECTIONS = ['L', 'M', 'Q', 'H'];

export class PrintCheckResponse {
  @IntegerProperty({ min: 1, max: 40, description: 'The QR version of the symbol.', example: 2 })
  version!: number;

  @EnumProperty({
    enum: ERROR_CORRECTIONS,
    enumName: 'ErrorCorrection',
    description: 'How much of the symbol may be damaged: 7, 15, 25 or 30 per cent.',
    example: 'Q',
  })
  errorCorrection!: string;

  @ApiProperty({ minimum: 0, maximum: MAX_SIDE_MM, description: 'The width of a module in millimetres.', example: 1.9 })
  moduleMm!: number;

  @IntegerProperty({ max: 100, description: 'The width of the quiet zone around the symbol, in modules.', example: 4 })
  quietZoneModules!: number;

  @ApiProperty({
    minimum: 0,
    maximum: 10,
    description: 'The distance from which a phone can read it, in metres, by the 10:1 rule.',
    example: 0.5,
  })
  maxScanDistanceM!: number;

  @ApiProperty({ type: Boolean, enum: [true], description: 'The rendered file was decoded and matched.' })
  decoded!: true;
}

export class StickerResponse {
  @IdProperty({ description: 'The sticker.' })
  id!: string;

  @IdProperty({ description: 'The car that the sticker belongs to.' })
  carId!: string;

  @TextProperty({ max: 32, description: 'The code printed under the symbol.', example: '7K3M9QXT2B' })
  code!: string;

  @TextProperty({ max: 500, description: 'The text in the symbol.', example: 'https://carqr.in/s/7K3M9QXT2B' })
  qrValue!: string;

  @EnumProperty({ enum: STICKER_SIZES, enumName: 'StickerSize', description: 'In inches: 76.2 or 101.6 mm.' })
  size!: StickerSize;

  @EnumProperty({
    enum: STICKER_FORMATS,
    enumName: 'StickerFormat',
    description:
      'PDF and SVG have the exact size; the PDF’s TrimBox is the sticker, with 3 mm of bleed around it. PNG has 300 dpi.',
  })
  format!: StickerFormat;

  @ApiProperty({ enum: TEMPLATES, enumName: 'Template' })
  template!: Template;

  @TextProperty({
    max: 4000,
    description: 'Opens in any browser without a header.',
    example: 'https://carqr.in/api/v1/qr/01938a5e-7c11-7abc-8def-012345678901/download',
  })
  downloadUrl!: string;

  @ApiProperty({ description: 'Whether the code resolves.' })
  active!: boolean;

  @ApiProperty({ type: PrintCheckResponse })
  printCheck!: PrintCheckResponse;

  @MomentProperty({ description: 'When the sticker was made.' })
  createdAt!: string;
}

export class StickerEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: StickerResponse })
  qr!: StickerResponse;
}

export class StickersEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: [StickerResponse], description: 'One page of stickers.' })
  codes!: StickerResponse[];

  @ApiProperty({ type: Pagination })
  pagination!: Pagination;
}

export function toStickerResponse(
  sticker: StickerWithCode,
  { qrValue, downloadUrl }: { qrValue: string; downloadUrl: string },
): StickerResponse {
  return {
    id: sticker.id,
    carId: sticker.code.carId,
    code: sticker.code.code,
    qrValue,
    size: sticker.size,
    format: sticker.format,
    template: sticker.template,
    downloadUrl,
    active: resolves(sticker.code),
    printCheck: toPrintCheckResponse(sticker.printCheck),
    createdAt: sticker.createdAt.toISOString(),
  };
}

function toPrintCheckResponse(check: PrintCheck): PrintCheckResponse {
  const { version, errorCorrection, moduleMm, quietZoneModules, maxScanDistanceM, decoded } = check;
  return { version, errorCorrection, moduleMm, quietZoneModules, maxScanDistanceM, decoded };
}
