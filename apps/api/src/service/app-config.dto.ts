import { ApiProperty } from '@nestjs/swagger';
import { SuccessProperty } from '@app/http';
import { PlanResponse } from '@app/payments';
import { REASONS } from '@app/scans';
import { TEMPLATES } from '@app/users';

export class LimitResponse {
  @ApiProperty({ example: 'look-up' })
  name!: string;

  @ApiProperty({ type: 'integer', description: 'Requests in any window.', example: 120 })
  max!: number;

  @ApiProperty({ type: 'integer', example: 60 })
  windowSeconds!: number;
}

export class AppConfigResponse {
  @ApiProperty({ type: [PlanResponse] })
  plans!: PlanResponse[];

  @ApiProperty({ enum: TEMPLATES, enumName: 'Template', isArray: true })
  templates!: readonly string[];

  @ApiProperty({ enum: REASONS, enumName: 'ScanReason', isArray: true })
  reasons!: readonly string[];

  @ApiProperty({ type: [LimitResponse], description: 'How often one address may call.' })
  limits!: LimitResponse[];

  @ApiProperty({ type: 'integer', description: 'The digits of a one-time code.', example: 6 })
  otpDigits!: number;

  @ApiProperty({ type: 'integer', description: 'Seconds until a one-time code expires.', example: 300 })
  otpExpiresIn!: number;

  @ApiProperty({ type: 'integer', description: 'Seconds between two one-time codes.', example: 30 })
  otpResendAfter!: number;
}

export class AppConfigEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: AppConfigResponse })
  config!: AppConfigResponse;
}
