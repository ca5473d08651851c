import { Injectable } from '@nestjs/common';
import { Phones, invalidFields } from '@app/http';
import { Metrics } from '@app/observability';
import type { RequestCode } from './auth.dto.js';
import { CodeAccountsRepository } from './code-accounts.repository.js';
import { CodeMails } from './code-mails.js';
import { OtpService } from './otp.service.js';
import { SignInNetworks } from './sign-in-networks.js';
import { SmsCodes } from './sms-codes.js';

/** Sends codes to sign in with. Neither the answer nor its time says whether there is an account. */
@Injectable()
export class CodeRequests {
  constructor(
    private readonly accounts: CodeAccountsRepository,
    private readonly networks: SignInNetworks,
    private readonly otp: OtpService,
    private readonly phones: Phones,
    private readonly smsCodes: SmsCodes,
    private readonly mails: CodeMails,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Sends a code to a phone, or to the verified e-mail address of an account.
   *
   * @returns the session that the code is bound to; the same whether or not there is an account
   * @throws AppError INVALID_PHONE, VALIDATION_FAILED, RATE_LIMITED, SERVICE_UNAVAILABLE, and an error for which
   *   `isSmsUnavailable` is true
   */
  async requestCode({ phone, email, appHash }: RequestCode, ip: string): Promise<string> {
    const sessionId = phone === undefined ? await this.mail(email, ip) : await this.sendSms(phone, ip, appHash);
    this.metrics.count('otp_requested');
    return sessionId;
  }

  private async sendSms(phone: string, ip: string, appHash: string | undefined): Promise<string> {
    const to = this.phones.parse(phone);
    this.smsCodes.requireMobile(to);
    const accountId = await this.accounts.findIdByPhone(to);
    const isStranger = !(await this.networks.isKnown(accountId, ip));
    const hasAccount = accountId !== null;
    const { sessionId } = await this.otp.createCode(to, {
      isStranger,
      send: (code) => this.smsCodes.send({ to, code, hasAccount, appHash }),
    });
    return sessionId;
  }

  private async mail(email: string | undefined, ip: string): Promise<string> {
    if (email === undefined) throw invalidFields({ field: 'phone', message: 'phone or email must be given' });
    const account = await this.accounts.findByEmail(email);
    const isStranger = !(await this.networks.isKnown(account?.id ?? null, ip));
    const { sessionId, code } = await this.otp.createCode(email, { isStranger });
    this.mails.mailSignInCode(account && { to: email, language: account.language }, code);
    return sessionId;
  }
}
