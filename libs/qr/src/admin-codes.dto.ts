import { ApiProperty } from '@nestjs/swagger';
import { Flag, SuccessProperty, Text } from '@app/http';
import type { CodeWithCar } from './admin-codes.service.js';
import { resolves } from './qr-code.entity.js';

const EXAMPLE_ID = '01938a5e-7c11-7abc-8def-012345678901';
const MAX_REASON_LENGTH = 500;

export class ChangeCode {
  @Flag({ description: 'false disables the code; true undoes that, and no more: what its owner withdrew stays so.' })
  active!: boolean;

  @Text({
    min: 1,
    max: MAX_REASON_LENGTH,
    description: 'Why, for the record; it should name nobody.',
    example: 'Stuck on somebody else’s car; ticket 4711.',
  })
  reason!: string;
}

/** A code as support sees it. */
export class CodeResponse {
  @ApiProperty({ example: '7K3M9QXT2B' })
  code!: string;

  @ApiProperty({ example: EXAMPLE_ID })
  carId!: string;

  @ApiProperty({ description: 'The account of the owner.', example: EXAMPLE_ID })
  userId!: string;

  @ApiProperty({ type: String, nullable: true, example: 'rear window' })
  placement!: string | null;

  @ApiProperty({ description: 'Neither its owner withdrew it nor an admin disabled it.' })
  active!: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null while enabled.', example: null })
  disabledAt!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
}

export class CodeEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: CodeResponse })
  qr!: CodeResponse;
}

export function toCodeResponse(code: CodeWithCar): CodeResponse {
  return {
    code: code.code,
    carId: code.carId,
    userId: code.car.userId,
    placement: code.placement,
    active: resolves(code),
    disabledAt: code.disabledAt?.toISOString() ?? null,
    createdAt: code.createdAt.toISOString(),
  };
}
