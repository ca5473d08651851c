import { ApiProperty } from '@nestjs/swagger';
import { IdProperty, MomentProperty, OneOf, Pattern, SuccessProperty, Text, TextMap, TextProperty } from '@app/http';
import { TEMPLATES, type Template } from '@app/users';
import { CAR_NUMBER, normalizeCarNumber } from './car-number.js';
import type { Car } from './car.entity.js';

interface Presence {
  optional?: boolean;
}

const CarNumber = ({ optional }: Presence = {}): PropertyDecorator =>
  Pattern({
    pattern: CAR_NUMBER,
    read: normalizeCarNumber,
    problem: 'must be 2 to 15 letters and digits',
    description: 'The plate; spaces, hyphens, dots and slashes are dropped, letters become upper case.',
    example: 'KA 01 AB 1234',
    optional,
  });

const CarModel = ({ optional }: Presence = {}): PropertyDecorator =>
  Text({
    min: 1,
    max: 100,
    description: 'Make, model, colour: what scanners tell it by.',
    example: 'Tata Nexon, blue',
    optional,
  });

const CustomMessage = (): PropertyDecorator =>
  Text({ max: 500, optional: true, description: 'What scanners read.', example: 'Please call, I am close by.' });

const CustomFields = (): PropertyDecorator =>
  TextMap({
    maxEntries: 20,
    maxKey: 40,
    maxValue: 200,
    optional: true,
    description: 'Up to 20 pairs of the owner’s own.',
    example: { Flat: 'B-204' },
  });

const SelectedTemplate = (): PropertyDecorator =>
  OneOf(TEMPLATES, { enumName: 'Template', optional: true, description: 'Absent: the user’s.' });

export class SaveCar {
  @CarNumber()
  carNumber!: string;

  @CarModel()
  carModel!: string;

  @CustomMessage()
  customMessage?: string;

  @CustomFields()
  customFields?: Record<string, string>;

  @SelectedTemplate()
  selectedTemplate?: Template;
}

export class UpdateCar {
  @CarNumber({ optional: true })
  carNumber?: string;

  @CarModel({ optional: true })
  carModel?: string;

  @CustomMessage()
  customMessage?: string;

  @CustomFields()
  customFields?: Record<string, string>;

  @SelectedTemplate()
  selectedTemplate?: Template;
}

export class CarResponse {
  @IdProperty({ description: 'The car.' })
  id!: string;

  @IdProperty({ description: 'The account of its owner.' })
  userId!: string;

  @TextProperty({
    max: 15,
    description: 'The plate, without spaces, hyphens, dots and slashes.',
    example: 'KA01AB1234',
  })
  carNumber!: string;

  @TextProperty({ max: 100, description: 'What scanners tell it by.', example: 'Tata Nexon, blue' })
  carModel!: string;

  @TextProperty({
    max: 500,
    description: 'What scanners read; empty when there is none.',
    example: 'Please call, I am close by.',
  })
  customMessage!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', maxLength: 200 },
    description: 'The owner’s own pairs of a name and a text.',
    example: { Flat: 'B-204' },
  })
  customFields!: Record<string, string>;

  @ApiProperty({ enum: TEMPLATES, enumName: 'Template' })
  selectedTemplate!: Template;

  @TextProperty({ max: 32, description: 'The car’s current code.', example: '7K3M9QXT2B' })
  qrCode!: string;

  @TextProperty({
    max: 500,
    description: 'What a phone opens when it reads the code.',
    example: 'https://carqr.in/S/7K3M9QXT2B',
  })
  scanUrl!: string;

  @MomentProperty({ description: 'When it was described for the first time.' })
  createdAt!: string;

  @MomentProperty({ description: 'When it last changed.' })
  updatedAt!: string;
}

export class CarEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: CarResponse })
  car!: CarResponse;
}

/** What an owner sees of their own car. */
export function toCarResponse(car: Car, scanUrl: string): CarResponse {
  return {
    id: car.id,
    userId: car.userId,
    carNumber: car.carNumber,
    carModel: car.carModel,
    customMessage: car.customMessage,
    customFields: car.customFields,
    selectedTemplate: car.selectedTemplate,
    qrCode: car.qrCode,
    scanUrl,
    createdAt: car.createdAt.toISOString(),
    updatedAt: car.updatedAt.toISOString(),
  };
}
