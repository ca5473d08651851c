import { ApiProperty } from '@nestjs/swagger';
import { Flag, IdProperty, MomentProperty, SuccessProperty, Text, TextProperty } from '@app/http';
import type { CodeWithCar } from './admin-codes.service.js';
import { resolves } from './qr-code.entity.js';

const MAX_REASON_LENGTH = 500;

export class ChangeCode {
  @Flag({
    description: 'false disables the code; true enables it again. A code that its owner withdrew stays withdrawn.',
  })
  active!: boolean;

  @Text({
    min: 1,
    max: MAX_REASON_LENGTH,
    description: 'The reason, for the audit log. Do not include personal data.',
    example: 'Stuck on somebody else’s car; ticket 4711.',
  })
  reason!: string;
}

export class CodeResponse {
  @TextProperty({ max: 32, description: 'The code printed under the symbol.', example: '7K3M9QXT2B' })
  code!: string;

  @IdProperty({ description: 'The car that the code belongs to.' })
  carId!: string;

  @IdProperty({ description: 'The account of the owner.' })
  userId!: string;

  @TextProperty({
    max: 40,
    nullable: true,
    description: 'Where its stickers are; null for the car’s general code.',
    example: 'rear window',
  })
  placement!: string | null;

  @ApiProperty({ description: 'Whether the code resolves: neither withdrawn by its owner nor disabled by an admin.' })
  active!: boolean;

  @MomentProperty({ nullable: true, description: 'When an admin disabled it; null while enabled.', example: null })
  disabledAt!: string | null;

  @MomentProperty({ description: 'When it was created.' })
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
