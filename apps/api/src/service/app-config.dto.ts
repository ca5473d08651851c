import { ApiProperty } from '@nestjs/swagger';
import { IntegerProperty, SuccessProperty, TextProperty } from '@app/http';
import { PlanResponse } from '@app/payments';
import { REASONS } from '@app/scans';
import { TEMPLATES } from '@app/users';

export class LimitResponse {
  @TextProperty({ max: 40, description: 'What is limited.', example: 'look-up' })
  name!: string;

  @IntegerProperty({ min: 1, description: 'Requests in any window.', example: 120 })
  max!: number;

  @IntegerProperty({ min: 1, description: 'How long a window is.', example: 60 })
  windowSeconds!: number;
}

export class AppConfigResponse {
  @ApiProperty({ type: [PlanResponse], description: 'What can be ordered.' })
  plans!: PlanResponse[];

  @ApiProperty({ enum: TEMPLATES, enumName: 'Template', isArray: true, description: 'The looks to choose from.' })
  templates!: readonly string[];

  @ApiProperty({
    enum: REASONS,
    enumName: 'ScanReason',
    isArray: true,
    description: 'What a scanner may give as the reason.',
  })
  reasons!: readonly string[];

  @ApiProperty({
    type: [LimitResponse],
    description: 'How often one address may call; `scan-car` is for one address and one car.',
  })
  limits!: LimitResponse[];

  @IntegerProperty({ min: 1, max: 20, description: 'The digits of a one-time code.', example: 6 })
  otpDigits!: number;

  @IntegerProperty({ max: 3600, description: 'Seconds until a one-time code expires.', example: 300 })
  otpExpiresIn!: number;

  @IntegerProperty({ max: 3600, description: 'Seconds between two one-time codes.', example: 30 })
  otpResendAfter!: number;
}

export class AppConfigEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: AppConfigResponse })
  config!: AppConfigResponse;
}
