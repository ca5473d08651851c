import { ApiProperty } from '@nestjs/swagger';
import { IntegerProperty, SuccessProperty, TextProperty } from '@app/http';
import { PlanResponse } from '@app/payments';
import { REASONS } from '@app/scans';
import { TEMPLATES } from '@app/users';

export class LimitResponse {
  @TextProperty({ max: 40, description: 'The name of the limit.', example: 'look-up' })
  name!: string;

  @IntegerProperty({ min: 1, description: 'Requests allowed per window.', example: 120 })
  max!: number;

  @IntegerProperty({ min: 1, description: 'The length of the window, in seconds.', example: 60 })
  windowSeconds!: number;
}

export class AppConfigResponse {
  @ApiProperty({ type: [PlanResponse], description: 'The plans on sale.' })
  plans!: PlanResponse[];

  @ApiProperty({ enum: TEMPLATES, enumName: 'Template', isArray: true, description: 'The sticker templates.' })
  templates!: readonly string[];

  @ApiProperty({
    enum: REASONS,
    enumName: 'ScanReason',
    isArray: true,
    description: 'The reasons that a scanner can choose.',
  })
  reasons!: readonly string[];

  @ApiProperty({
    type: [LimitResponse],
    description: 'The rate limits per IP address; `scan-car` is per address and car.',
  })
  limits!: LimitResponse[];

  @IntegerProperty({ min: 1, max: 20, description: 'The number of digits of a one-time code.', example: 6 })
  otpDigits!: number;

  @IntegerProperty({ max: 3600, description: 'Seconds until a one-time code expires.', example: 300 })
  otpExpiresIn!: number;

  @IntegerProperty({ max: 3600, description: 'Seconds before another one-time code can be requested.', example: 30 })
  otpResendAfter!: number;
}

export class AppConfigEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: AppConfigResponse })
  config!: AppConfigResponse;
}
