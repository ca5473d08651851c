import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import { isMissingReference, transact } from '@app/database';
import { AppError, CommonErrors, Phones, invalidFields } from '@app/http';
import { Notifications } from '@app/notifications';
import { Metrics } from '@app/observability';
import { SmsSender, isSmsNumberInvalid } from '@app/sms';
import { DEFAULT_LANGUAGE, type User, UserEmails, UsersService } from '@app/users';
import type { PasswordLogin, RequestCode, VerifyCode } from './auth.dto.js';
import { AuthErrors } from './auth.errors.js';
import { CodeMails } from './code-mails.js';
import { codeText, minutesOf } from './code-text.js';
import { OtpService } from './otp.service.js';
import { PasswordsService } from './passwords.service.js';
import { MAX_USER_AGENT_LENGTH } from './session.entity.js';
import { SessionsService, type TokenPair } from './sessions.service.js';

export interface SignIn extends TokenPair {
  user: User;
  isNewUser: boolean;
}

/** Signing in, by code or by password. */
@Injectable()
export class AuthService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly otp: OtpService,
    private readonly users: UsersService,
    private readonly userEmails: UserEmails,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly phones: Phones,
    private readonly sms: SmsSender,
    private readonly mails: CodeMails,
    private readonly notifications: Notifications,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Sends a code to a phone, or to the verified e-mail address of an account.
   *
   * @returns the session that the code is bound to; the same whether or not there is an account
   * @throws AppError INVALID_PHONE, VALIDATION_FAILED, RATE_LIMITED, and an error for which `isSmsUnavailable` is true
   */
  async requestCode({ phone, email, appHash }: RequestCode): Promise<string> {
    if (phone !== undefined) {
      const to = this.phones.parse(phone);
      const { sessionId } = await this.otp.createCode(to, (code) => this.sendBySms(to, code, appHash));
      this.metrics.count('otp_requested');
      return sessionId;
    }
    if (email === undefined) throw invalidFields({ field: 'phone', message: 'phone or email must be given' });
    const { sessionId, code } = await this.otp.createCode(email);
    const user = await this.users.findUserByEmail(email);
    if (user?.emailVerified) {
      this.mails.mailSignInCode(email, user.preferences.language ?? DEFAULT_LANGUAGE, code);
    }
    this.metrics.count('otp_requested');
    return sessionId;
  }

  /**
   * Signs in with a code; the first time, makes the account.
   *
   * Whatever fails after the code was accepted gives the code back, so that the same one may be sent again. An account
   * that is erased at this very moment fails like a wrong code; the next try makes a new one.
   *
   * @throws AppError INVALID_OTP, INVALID_PHONE, VALIDATION_FAILED, EMAIL_TAKEN, ACCOUNT_DISABLED
   */
  async verifyCode(request: VerifyCode, userAgent: string | undefined): Promise<SignIn> {
    const { phone, email, otp, sessionId } = request;
    const recipient = phone === undefined ? email : this.phones.parse(phone);
    if (recipient === undefined) throw invalidFields({ field: 'phone', message: 'phone or email must be given' });
    const used = await this.otp.useCode(recipient, sessionId, otp);
    try {
      const { hasNewEmail, ...signIn } = await transact(
        this.dataSource,
        async (manager) => {
          const found =
            phone === undefined
              ? { user: await this.getVerifiedUser(manager, recipient), isNewUser: false, hasNewEmail: false }
              : await this.users.getOrCreateUser(manager, recipient, email);
          return { ...found, ...(await this.openSession(manager, found, userAgent)) };
        },
        `account:${recipient}`,
      );
      if (hasNewEmail) await this.userEmails.mailCode(signIn.user);
      this.metrics.count(signIn.isNewUser ? 'signed_up' : 'signed_in');
      return this.wake(signIn);
    } catch (error) {
      await used.restore();
      throw isMissingReference(error) ? new AppError(AuthErrors.INVALID_OTP) : error;
    }
  }

  /** @throws AppError INVALID_CREDENTIALS, INVALID_PHONE, VALIDATION_FAILED, RATE_LIMITED, ACCOUNT_DISABLED */
  async loginWithPassword({ phone, email, password }: PasswordLogin, userAgent: string | undefined): Promise<SignIn> {
    const account = phone !== undefined ? { phone: this.phones.parse(phone) } : email !== undefined ? { email } : null;
    if (!account) throw invalidFields({ field: 'phone', message: 'phone or email must be given' });
    const user = await this.passwords.checkPassword(account, password);
    try {
      const found = { user, isNewUser: false };
      const open = (manager: EntityManager) => this.openSession(manager, found, userAgent);
      const opened = await transact(this.dataSource, open, `user:${user.id}`);
      this.metrics.count('signed_in');
      return this.wake({ ...found, ...opened });
    } catch (error) {
      // The account was erased while its password was being checked.
      throw isMissingReference(error) ? new AppError(AuthErrors.INVALID_CREDENTIALS) : error;
    }
  }

  /** The variables are named as the registered template names them: see docs/sms.md. */
  private async sendBySms(to: string, code: string, appHash?: string): Promise<void> {
    const { ttlSeconds } = this.settings.otp;
    const variables = { code, minutes: String(minutesOf(ttlSeconds)), appHash: appHash ?? '' };
    try {
      await this.sms.send({ to, text: codeText(code, ttlSeconds, appHash), variables });
    } catch (error) {
      throw isSmsNumberInvalid(error) ? new AppError(CommonErrors.INVALID_PHONE) : error;
    }
  }

  /** Opens a session, and writes down that its user must be told when the device is a new one. */
  private async openSession(
    manager: EntityManager,
    { user, isNewUser }: Pick<SignIn, 'user' | 'isNewUser'>,
    userAgent: string | undefined,
  ): Promise<TokenPair & { noticeId: string | null }> {
    const mustTell = !isNewUser && user.emailVerified && (await this.sessions.isNewDevice(manager, user.id, userAgent));
    const pair = await this.sessions.openSession(manager, user.id, userAgent);
    const notice = {
      userId: user.id,
      at: this.clock.now(),
      userAgent: userAgent?.slice(0, MAX_USER_AGENT_LENGTH) ?? null,
    };
    return {
      ...pair,
      noticeId: mustTell ? await this.notifications.tell(manager, { kind: 'new-sign-in', ...notice }) : null,
    };
  }

  private wake({ noticeId, ...signIn }: SignIn & { noticeId: string | null }): SignIn {
    this.notifications.wake(noticeId);
    return signIn;
  }

  private async getVerifiedUser(manager: EntityManager, email: string): Promise<User> {
    const user = await this.users.findUserByEmail(email, manager);
    if (!user?.emailVerified) throw new AppError(AuthErrors.INVALID_OTP);
    return user;
  }
}
