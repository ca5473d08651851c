import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { EXAMPLE_ID, TextProperty } from './answer-fields.js';

export class FieldProblemResponse {
  @TextProperty({ max: 200, description: 'The field, with dots into nested ones.', example: 'carModel' })
  field!: string;

  @TextProperty({
    max: 500,
    description: 'What is wrong with it, as a sentence.',
    example: 'carModel must be 1 to 100 characters',
  })
  message!: string;
}

/** What every failure looks like. */
export class ErrorResponse {
  @ApiProperty({ enum: [false], type: Boolean, description: 'Always false.', example: false })
  success!: false;

  @TextProperty({ max: 200, description: 'A sentence that may be shown to a person.', example: 'Please sign in.' })
  error!: string;

  @TextProperty({ max: 40, description: 'The code to decide by.', example: 'UNAUTHORIZED' })
  code!: string;

  @TextProperty({ max: 200, description: 'The same sentence as `error`.', example: 'Please sign in.' })
  message!: string;

  @TextProperty({ max: 64, description: 'Names the request in the server log.', example: EXAMPLE_ID })
  requestId!: string;

  @ApiPropertyOptional({ type: [FieldProblemResponse], description: 'The fields at fault, when fields are at fault.' })
  details?: FieldProblemResponse[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 86_400,
    description: 'Seconds to wait before trying again.',
    example: 30,
  })
  retryAfter?: number;
}
