import { Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { AppError, CommonErrors, mobileCountryOf } from '@app/http';
import { Metrics, type OtpSmsOutcome } from '@app/observability';
import { RateLimiter } from '@app/redis';
import { SmsSender, isSmsNumberInvalid } from '@app/sms';
import { codeText, minutesOf } from './code-text.js';

const HOUR_SECONDS = 3600;

export interface SmsCode {
  /** E.164, checked with `requireMobile`. */
  to: string;
  code: string;
  /** Codes for numbers without an account come out of a budget. */
  hasAccount: boolean;
  appHash?: string | undefined;
}

/** Sends one-time codes by SMS, but not where somebody else would earn from them. */
@Injectable()
export class SmsCodes {
  constructor(
    private readonly sms: SmsSender,
    private readonly limiter: RateLimiter,
    private readonly settings: Settings,
    private readonly metrics: Metrics,
  ) {
    metrics.gauge('carqr_otp_budget', 'The limits on one-time codes by SMS, over all instances.', () => ({
      newNumbersPerHour: settings.otp.newNumbersPerHour,
    }));
  }

  /** @throws AppError INVALID_PHONE unless it can be a mobile phone of a country in OTP_COUNTRIES, or is a test number */
  requireMobile(phone: string): void {
    if (this.isTestNumber(phone)) return;
    const { countries } = this.settings.otp;
    const country = mobileCountryOf(phone);
    if (country !== undefined && (countries === null || countries.has(country))) return;
    this.metrics.otpSmsRequested(country ?? 'none', 'number_refused');
    throw new AppError(CommonErrors.INVALID_PHONE);
  }

  /**
   * @throws AppError INVALID_PHONE when a provider says so; SERVICE_UNAVAILABLE when the budget for numbers without an
   *   account is used up; an error for which `isSmsUnavailable` is true
   */
  async send({ to, code, hasAccount, appHash }: SmsCode): Promise<void> {
    const { ttlSeconds } = this.settings.otp;
    const variables = { code, minutes: String(minutesOf(ttlSeconds)), appHash: appHash ?? '' };
    const budget = this.isTestNumber(to) ? null : await this.takeFromBudget(to, hasAccount);
    try {
      await this.sms.send({ kind: 'code', to, text: codeText(code, ttlSeconds, appHash), variables });
    } catch (error) {
      await budget?.giveBack();
      throw isSmsNumberInvalid(error) ? new AppError(CommonErrors.INVALID_PHONE) : error;
    }
    if (budget) this.count(to, hasAccount ? 'sent_to_account' : 'sent_to_new_number');
  }

  /** A number with an account is counted too and never refused, so that both take the same time. */
  private async takeFromBudget(to: string, hasAccount: boolean): Promise<{ giveBack(): Promise<void> }> {
    const subject = hasAccount ? 'otp-sms:accounts' : 'otp-sms:new-numbers';
    const limits = [{ name: 'hour', max: this.settings.otp.newNumbersPerHour, windowSeconds: HOUR_SECONDS }];
    const outcome = await this.limiter.take(subject, limits);
    if (outcome.isAllowed) return { giveBack: () => this.limiter.giveBack(subject, limits, outcome.atMs) };
    if (hasAccount) return { giveBack: () => Promise.resolve() };
    this.count(to, 'over_budget');
    const retryAfterSeconds = Math.ceil(outcome.retryAfterSeconds);
    throw new AppError(CommonErrors.SERVICE_UNAVAILABLE, { limitName: subject }, { retryAfterSeconds });
  }

  private count(to: string, outcome: OtpSmsOutcome): void {
    this.metrics.otpSmsRequested(mobileCountryOf(to) ?? 'none', outcome);
  }

  private isTestNumber(phone: string): boolean {
    return this.settings.otp.testNumbers.has(phone);
  }
}
