import { Controller, Get, Headers, HttpStatus, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AuthLimits, OTP_DIGITS } from '@app/auth';
import { Settings } from '@app/config';
import { Endpoint, type Envelope, RequestLimits, entityTagOf, isKnown, ok } from '@app/http';
import { PaymentsService } from '@app/payments';
import { QrLimits } from '@app/qr';
import { REASONS, ScanLimits } from '@app/scans';
import { TEMPLATES } from '@app/users';
import { AppConfigEnvelope, type AppConfigResponse, type LimitResponse } from './app-config.dto.js';

const ADDRESS_LIMITS = [...Object.values(AuthLimits), QrLimits.LOOK_UP, ScanLimits.SUBMIT, ScanLimits.PER_ADDRESS];

/** Settings change only with a restart, so a short delay in caches is acceptable. */
const CACHE_CONTROL = 'public, max-age=300';

@ApiTags('Service')
@Controller('app-config')
export class AppConfigController {
  private readonly config: AppConfigResponse;
  private readonly entityTag: string;

  constructor(
    payments: PaymentsService,
    private readonly limits: RequestLimits,
    { otp }: Settings,
  ) {
    this.config = {
      plans: [...payments.listPlans()],
      templates: TEMPLATES,
      reasons: REASONS,
      limits: this.describeLimits(),
      otpDigits: OTP_DIGITS,
      otpExpiresIn: otp.ttlSeconds,
      otpResendAfter: otp.resendSeconds,
    };
    this.entityTag = entityTagOf(JSON.stringify(this.config));
  }

  @Get()
  @Endpoint({
    summary: 'Read the app configuration',
    description:
      'Plans, templates, reasons and limits, so that changes need no app release. Request it at every start, with the ' +
      '`ETag` of the last response in `If-None-Match`: while nothing has changed the response is 304 without a body.',
    access: 'public',
    answer: AppConfigEnvelope,
  })
  @ApiResponse({ status: 304, description: 'The configuration has not changed.' })
  getAppConfig(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('if-none-match') ifNoneMatch?: string,
  ): Envelope<{ config: AppConfigResponse }> | undefined {
    void reply.headers({ 'cache-control': CACHE_CONTROL, etag: this.entityTag });
    if (!isKnown(this.entityTag, ifNoneMatch)) return ok({ config: this.config });
    void reply.code(HttpStatus.NOT_MODIFIED);
    return undefined;
  }

  /** The limits in force; empty when turned off. */
  private describeLimits(): LimitResponse[] {
    return ADDRESS_LIMITS.map((limit) => ({ ...limit, max: this.limits.maxOf(limit) })).filter(({ max }) =>
      Number.isFinite(max),
    );
  }
}
