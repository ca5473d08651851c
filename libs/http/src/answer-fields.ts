import { ApiParam, ApiProperty } from '@nestjs/swagger';

/**
 * The fields of answers that many answers have. Each is described with its bounds and an example, of which the document
 * composes the examples of whole answers.
 */
interface AnswerField {
  description: string;
  nullable?: boolean;
  example?: unknown;
}

/** No column of ours holds more. */
const MAX_INTEGER = 2 ** 31 - 1;
const ID_LENGTH = 36;
const MAX_PHONE_LENGTH = 20;

export const EXAMPLE_ID = '01938a5e-7c11-7abc-8def-012345678901';
const EXAMPLE_MOMENT = '2026-11-22T10:00:00.000Z';

/** An id of ours, which is opaque. */
export const IdProperty = (field: AnswerField): PropertyDecorator =>
  TextProperty({ max: ID_LENGTH, example: EXAMPLE_ID, ...field });

/** An id of ours in the address of a route. */
export const IdParam = (name: string, description: string): MethodDecorator =>
  ApiParam({ name, description, schema: { type: 'string', maxLength: ID_LENGTH, example: EXAMPLE_ID } });

/** A phone number in E.164. */
export const PhoneProperty = (field: AnswerField): PropertyDecorator =>
  TextProperty({ max: MAX_PHONE_LENGTH, example: '+919876543210', ...field });

/** A text of at most `max` characters. */
export const TextProperty = ({ max, ...field }: AnswerField & { max: number }): PropertyDecorator =>
  ApiProperty({ type: String, maxLength: max, ...field });

/** A moment in UTC. */
export const MomentProperty = (field: AnswerField): PropertyDecorator =>
  ApiProperty({ type: String, format: 'date-time', example: EXAMPLE_MOMENT, ...field });

/** A whole number; a count of something unless bounds say otherwise. */
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

/** The `success: true` of an answer's envelope. */
export const SuccessProperty = (): PropertyDecorator =>
  ApiProperty({ type: Boolean, enum: [true], description: 'Always true.', example: true });
