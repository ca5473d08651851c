import { Injectable } from '@nestjs/common';
import { SecurityEvents, type SignInMethod } from '@app/audit';
import { AppError, invalidFields } from '@app/http';
import type { Caller } from '@app/users';
import type { Reauthenticate } from './auth.dto.js';
import { AuthErrors } from './auth.errors.js';
import { OtpService } from './otp.service.js';
import { PasswordsService } from './passwords.service.js';
import { SessionsService } from './sessions.service.js';

/** Lets the holder of a session prove again that the account is theirs, without a new session. */
@Injectable()
export class Reauthentication {
  constructor(
    private readonly otp: OtpService,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly securityEvents: SecurityEvents,
  ) {}

  /**
   * Checks a code or a password of the caller's account and stores in the session that it was given.
   *
   * @throws AppError INVALID_OTP, INVALID_CREDENTIALS, VALIDATION_FAILED, RATE_LIMITED, SERVICE_UNAVAILABLE
   */
  async reauthenticate(caller: Caller, { otp, sessionId, password }: Reauthenticate, ip: string): Promise<void> {
    if (otp !== undefined) {
      if (sessionId === undefined) throw invalidFields({ field: 'sessionId', message: 'sessionId must go with otp' });
      return this.proveByCode(caller, sessionId, otp);
    }
    if (password === undefined) throw invalidFields({ field: 'otp', message: 'otp or password must be given' });
    await this.attempt(caller, 'password', async () => {
      await this.passwords.checkPassword({ phone: caller.user.phone }, password, ip);
      await this.sessions.noteProof(caller, 'password');
    });
  }

  private async proveByCode(caller: Caller, otpSessionId: string, otp: string): Promise<void> {
    const { phone, email, emailVerified } = caller.user;
    // An address that nobody has confirmed may be the caller's invention.
    const recipients = email !== null && emailVerified ? [phone, email] : [phone];
    const recipient = await this.otp.findRecipient(recipients, otpSessionId);
    const method = recipient !== null && recipient === email ? 'email-code' : 'sms-code';
    await this.attempt(caller, method, async () => {
      if (recipient === null) throw new AppError(AuthErrors.INVALID_OTP);
      const used = await this.otp.useCode(recipient, otpSessionId, otp);
      try {
        await this.sessions.noteProof(caller, method);
      } catch (error) {
        await used.restore();
        throw error;
      }
    });
  }

  private attempt({ user, sessionId }: Caller, method: SignInMethod, work: () => Promise<void>): Promise<void> {
    return this.securityEvents.attempt({ event: 'reauthentication', method }, { userId: user.id, sessionId }, work);
  }
}
