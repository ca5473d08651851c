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
    description: 'My car; absent, the one I have.',
    example: EXAMPLE_ID,
  })
  carId?: string;

  @OneOf(TEMPLATES, { enumName: 'Template', optional: true, description: 'Absent: the car’s.' })
  template?: Template;

  @Text({ max: 60, optional: true, description: 'Printed on the sticker.', example: 'Call me, I am in Flat B-204' })
  label?: string;

  @Text({
    max: 40,
    optional: true,
    description: 'Asks for a code of its own, so that scans can be told apart and one sticker withdrawn.',
    example: 'rear window',
  })
  placement?: string;
}

export class ChangeSticker {
  @Flag({
    optional: true,
    description: 'false withdraws the code: none of its stickers resolves any more.',
    example: false,
  })
  active?: boolean;
}

/** Of the largest sticker. */
const MAX_SIDE_MM = 101.6;
const ERROR_CORRECTIONS = ['L', 'M', 'Q', 'H'];

export class PrintCheckResponse {
  @IntegerProperty({ min: 1, max: 40, description: 'The version of the symbol.', example: 2 })
  version!: number;

  @EnumProperty({
    enum: ERROR_CORRECTIONS,
    enumName: 'ErrorCorrection',
    description: 'How much of the symbol may be spoilt: 7, 15, 25 or 30 per cent.',
    example: 'Q',
  })
  errorCorrection!: string;

  @ApiProperty({ minimum: 0, maximum: MAX_SIDE_MM, description: 'The width of a module in millimetres.', example: 1.9 })
  moduleMm!: number;

  @IntegerProperty({ max: 100, description: 'How wide the white around the symbol is.', example: 4 })
  quietZoneModules!: number;

  @ApiProperty({
    minimum: 0,
    maximum: 10,
    description: 'From how far a phone reads it, in metres, by the 10:1 rule.',
    example: 0.5,
  })
  maxScanDistanceM!: number;

  @ApiProperty({ type: Boolean, enum: [true], description: 'The rendered file was read back.' })
  decoded!: true;
}

export class StickerResponse {
  @IdProperty({ description: 'The sticker.' })
  id!: string;

  @IdProperty({ description: 'The car that it leads to.' })
  carId!: string;

  @TextProperty({ max: 32, description: 'What is printed under the symbol.', example: '7K3M9QXT2B' })
  code!: string;

  @TextProperty({ max: 500, description: 'What the symbol says.', example: 'https://carqr.in/s/7K3M9QXT2B' })
  qrValue!: string;

  @EnumProperty({ enum: STICKER_SIZES, enumName: 'StickerSize', description: 'In inches: 76.2 or 101.6 mm.' })
  size!: StickerSize;

  @EnumProperty({
    enum: STICKER_FORMATS,
    enumName: 'StickerFormat',
    description:
      'PDF and SVG are exact to size, the PDF by its TrimBox, with 3 mm of bleed around it; PNG has 300 dots an inch.',
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

  @ApiProperty({ description: 'The code resolves.' })
  active!: boolean;

  @ApiProperty({ type: PrintCheckResponse })
  printCheck!: PrintCheckResponse;

  @MomentProperty({ description: 'When it was made.' })
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

  @ApiProperty({ type: [StickerResponse], description: 'One page of them.' })
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
