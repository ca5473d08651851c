import { ApiProperty } from '@nestjs/swagger';
import { Flag, IdProperty, MomentProperty, SuccessProperty, Text, TextProperty } from '@app/http';
import type { CodeWithCar } from './admin-codes.service.js';
import { resolves } from './qr-code.entity.js';

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
  @TextProperty({ max: 32, description: 'What is printed under the symbol.', example: '7K3M9QXT2B' })
  code!: string;

  @IdProperty({ description: 'The car that it leads to.' })
  carId!: string;

  @IdProperty({ description: 'The account of the owner.' })
  userId!: string;

  @TextProperty({
    max: 40,
    nullable: true,
    description: 'Where its stickers are; null for the code of the whole car.',
    example: 'rear window',
  })
  placement!: string | null;

  @ApiProperty({ description: 'Neither its owner withdrew it nor an admin disabled it.' })
  active!: boolean;

  @MomentProperty({ nullable: true, description: 'When it was disabled; null while enabled.', example: null })
  disabledAt!: string | null;

  @MomentProperty({ description: 'When it was made.' })
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
