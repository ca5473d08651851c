import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AuthLimits, OTP_DIGITS } from '@app/auth';
import { Settings } from '@app/config';
import { Endpoint, type Envelope, RequestLimits, ok } from '@app/http';
import { PaymentsService } from '@app/payments';
import { QrLimits } from '@app/qr';
import { REASONS, ScanLimits } from '@app/scans';
import { TEMPLATES } from '@app/users';
import { AppConfigEnvelope, type AppConfigResponse, type LimitResponse } from './app-config.dto.js';

const ADDRESS_LIMITS = [...Object.values(AuthLimits), QrLimits.LOOK_UP, ScanLimits.SUBMIT];

@ApiTags('Service')
@Controller('app-config')
export class AppConfigController {
  constructor(
    private readonly payments: PaymentsService,
    private readonly limits: RequestLimits,
    private readonly settings: Settings,
  ) {}

  @Get()
  @Endpoint({
    summary: 'Read what an app needs to know of the server',
    description: 'Plans, templates, reasons and limits, so that an app needs no release to learn of a change.',
    access: 'public',
    answer: AppConfigEnvelope,
  })
  getAppConfig(): Envelope<{ config: AppConfigResponse }> {
    const { ttlSeconds, resendSeconds } = this.settings.otp;
    return ok({
      config: {
        plans: [...this.payments.listPlans()],
        templates: TEMPLATES,
        reasons: REASONS,
        limits: this.describeLimits(),
        otpDigits: OTP_DIGITS,
        otpExpiresIn: ttlSeconds,
        otpResendAfter: resendSeconds,
      },
    });
  }

  /** The limits as they are in force here; none where they are turned off. */
  private describeLimits(): LimitResponse[] {
    return ADDRESS_LIMITS.map((limit) => ({ ...limit, max: this.limits.maxOf(limit) })).filter(({ max }) =>
      Number.isFinite(max),
    );
  }
}
