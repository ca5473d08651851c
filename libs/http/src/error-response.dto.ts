import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class FieldProblemResponse {
  @ApiProperty({ description: 'The field, with dots into nested ones.', example: 'carModel' })
  field!: string;

  @ApiProperty({
    description: 'What is wrong with it, as a sentence.',
    example: 'carModel must be 1 to 100 characters',
  })
  message!: string;
}

/** What every failure looks like. */
export class ErrorResponse {
  @ApiProperty({ enum: [false], type: Boolean, example: false })
  success!: false;

  @ApiProperty({ description: 'A sentence that may be shown to a person.', example: 'Please sign in.' })
  error!: string;

  @ApiProperty({ description: 'The code to decide by.', example: 'UNAUTHORIZED' })
  code!: string;

  @ApiProperty({ description: 'The same sentence as `error`.', example: 'Please sign in.' })
  message!: string;

  @ApiProperty({ description: 'Names the request in the server log.', example: '01938a5e-7c11-7abc-8def-012345678901' })
  requestId!: string;

  @ApiPropertyOptional({ type: [FieldProblemResponse], description: 'The fields at fault, when fields are at fault.' })
  details?: FieldProblemResponse[];

  @ApiPropertyOptional({ type: 'integer', description: 'Seconds to wait before trying again.', example: 30 })
  retryAfter?: number;
}
