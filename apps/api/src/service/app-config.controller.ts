import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AuthLimits, OTP_DIGITS } from '@app/auth';
import { Settings } from '@app/config';
import { Endpoint, type Envelope, ok } from '@app/http';
import { PaymentsService } from '@app/payments';
import { QrLimits } from '@app/qr';
import { REASONS, ScanLimits } from '@app/scans';
import { TEMPLATES } from '@app/users';
import { AppConfigEnvelope, type AppConfigResponse } from './app-config.dto.js';

const ADDRESS_LIMITS = [...Object.values(AuthLimits), QrLimits.LOOK_UP, ScanLimits.SUBMIT];

@ApiTags('Service')
@Controller('app-config')
export class AppConfigController {
  constructor(
    private readonly payments: PaymentsService,
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
        limits: ADDRESS_LIMITS.map(({ name, max, windowSeconds }) => ({ name, max, windowSeconds })),
        otpDigits: OTP_DIGITS,
        otpExpiresIn: ttlSeconds,
        otpResendAfter: resendSeconds,
      },
    });
  }
}
