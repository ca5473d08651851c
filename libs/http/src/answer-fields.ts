import { ApiParam, ApiProperty } from '@nestjs/swagger';

/**
 * Fields shared by many responses. Each has its bounds and an example, from which the OpenAPI document composes the
 * examples of whole responses.
 */
interface AnswerField {
  description: string;
  nullable?: boolean;
  example?: unknown;
}

/** The largest value of an integer column. */
const MAX_INTEGER = 2 ** 31 - 1;
const ID_LENGTH = 36;
const MAX_PHONE_LENGTH = 20;

export const EXAMPLE_ID = '01938a5e-7c11-7abc-8def-012345678901';
const EXAMPLE_MOMENT = '2026-11-22T10:00:00.000Z';

/** An opaque id. */
export const IdProperty = (field: AnswerField): PropertyDecorator =>
  TextProperty({ max: ID_LENGTH, example: EXAMPLE_ID, ...field });

/** An opaque id in a route's path. */
export const IdParam = (name: string, description: string): MethodDecorator =>
  ApiParam({ name, description, schema: { type: 'string', maxLength: ID_LENGTH, example: EXAMPLE_ID } });

/** A phone number in E.164. */
export const PhoneProperty = (field: AnswerField): PropertyDecorator =>
  TextProperty({ max: MAX_PHONE_LENGTH, example: '+919876543210', ...field });

/** A text of at most `max` characters. */
export const TextProperty = ({ max, ...field }: AnswerField & { max: number }): PropertyDecorator =>
  ApiProperty({ type: String, maxLength: max, ...field });

/** A UTC timestamp. */
export const MomentProperty = (field: AnswerField): PropertyDecorator =>
  ApiProperty({ type: String, format: 'date-time', example: EXAMPLE_MOMENT, ...field });

/** An integer; a count unless bounds are given. */
export const IntegerProperty = ({
  min = 0,
  max = MAX_INTEGER,
  ...field
}: AnswerField & { min?: number; max?: number }): PropertyDecorator =>
  ApiProperty({ type: 'integer', minimum: min, maximum: max, ...field });

/**
 * One of a closed set of words, which the document names `enumName` and describes in this one place; elsewhere
 * `ApiProperty({ enum, enumName })` refers to it.
 */
export const EnumProperty = ({
  description,
  ...field
}: AnswerField & { enum: readonly string[]; enumName: string }): PropertyDecorator =>
  ApiProperty({ ...field, enum: [...field.enum], description, enumSchema: { description } });

/** The `success: true` of a response's envelope. */
export const SuccessProperty = (): PropertyDecorator =>
  ApiProperty({ type: Boolean, enum: [true], description: 'Always true.', example: true });
