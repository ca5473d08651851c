import { Injectable } from '@nestjs/common';
import { AppError, RequestLimits } from '@app/http';
import { EmailCodes } from '@app/users';
import { AuthErrors } from './auth.errors.js';
import { OTP_REQUESTS_PER_DAY, OTP_REQUESTS_PER_HOUR } from './auth.limits.js';
import { CodeMails } from './code-mails.js';
import { OtpService, type UsedCode } from './otp.service.js';

/** Confirms e-mail addresses with one-time codes like those that sign in. */
@Injectable()
export class MailedEmailCodes extends EmailCodes {
  constructor(
    private readonly otp: OtpService,
    private readonly mails: CodeMails,
    private readonly limits: RequestLimits,
  ) {
    super();
  }

  async mailCode(userId: string, email: string): Promise<void> {
    // By address too, since nobody's mailbox shall be filled from many accounts. It comes first, because its limit is the
    // short one: who asks again too soon has used up nothing.
    await this.otp.countRequest(`email ${email}`);
    await this.limits.require(`email-codes:${userId}`, [OTP_REQUESTS_PER_HOUR, OTP_REQUESTS_PER_DAY]);
    const { code } = await this.otp.makeCode(recipientOf(userId, email));
    this.mails.mailEmailCode(userId, email, code);
  }

  /** Who may use it is proved by the caller's token, as it is by a session where codes sign in. */
  async useCode(userId: string, email: string, code: string): Promise<UsedCode> {
    const recipient = recipientOf(userId, email);
    const sessionId = await this.otp.findSession(recipient);
    if (sessionId === null) throw new AppError(AuthErrors.INVALID_OTP);
    return this.otp.useCode(recipient, sessionId, code);
  }
}

/** A code is good for one user at one address: none of them may stand in for another. */
function recipientOf(userId: string, email: string): string {
  return `${userId} ${email}`;
}
