import { ApiProperty } from '@nestjs/swagger';
import { OneOf, Pattern, SuccessProperty, Text, TextMap } from '@app/http';
import { TEMPLATES, type Template } from '@app/users';
import { CAR_NUMBER, normalizeCarNumber } from './car-number.js';
import type { Car } from './car.entity.js';

const EXAMPLE_ID = '01938a5e-7c11-7abc-8def-012345678901';

interface Presence {
  optional?: boolean;
}

const CarNumber = ({ optional }: Presence = {}): PropertyDecorator =>
  Pattern({
    pattern: CAR_NUMBER,
    read: normalizeCarNumber,
    problem: 'must be 2 to 15 letters and digits',
    description: 'The plate; spaces and hyphens are dropped, letters become upper case.',
    example: 'KA 01 AB 1234',
    optional,
  });

const CarModel = ({ optional }: Presence = {}): PropertyDecorator =>
  Text({ min: 1, max: 100, example: 'Tata Nexon, blue', optional });

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
  @ApiProperty({ example: EXAMPLE_ID })
  id!: string;

  @ApiProperty({ example: EXAMPLE_ID })
  userId!: string;

  @ApiProperty({ example: 'KA01AB1234' })
  carNumber!: string;

  @ApiProperty({ example: 'Tata Nexon, blue' })
  carModel!: string;

  @ApiProperty({ description: 'Empty when there is none.', example: 'Please call, I am close by.' })
  customMessage!: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { Flat: 'B-204' } })
  customFields!: Record<string, string>;

  @ApiProperty({ enum: TEMPLATES, enumName: 'Template' })
  selectedTemplate!: Template;

  @ApiProperty({ description: 'The car’s current code.', example: '7K3M9QXT2B' })
  qrCode!: string;

  @ApiProperty({ description: 'What a phone opens when it reads the code.', example: 'https://carqr.in/S/7K3M9QXT2B' })
  scanUrl!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
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
