import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SecurityEvents, type SignInMethod } from '@app/audit';
import { Clock } from '@app/clock';
import { isMissingReference, transact } from '@app/database';
import { AppError, Phones, invalidFields } from '@app/http';
import { type Language, Notifications } from '@app/notifications';
import { Metrics } from '@app/observability';
import { type User, UserEmails, UserErrors, UsersService } from '@app/users';
import type { PasswordLogin, VerifyCode } from './auth.dto.js';
import { AuthErrors } from './auth.errors.js';
import { OtpService } from './otp.service.js';
import { PasswordsService } from './passwords.service.js';
import { MAX_USER_AGENT_LENGTH } from './session.entity.js';
import { SessionsService, type TokenPair } from './sessions.service.js';
import { SignInNetworks } from './sign-in-networks.js';
import { TakenAnswers } from './taken-answers.js';

export interface SignIn extends TokenPair {
  user: User;
  isNewUser: boolean;
}

/** Where somebody signs in from. */
export interface SignInClient {
  ip: string;
  userAgent: string | undefined;
}

/** Signing in, by code or by password. */
@Injectable()
export class AuthService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly otp: OtpService,
    private readonly users: UsersService,
    private readonly userEmails: UserEmails,
    private readonly takenAnswers: TakenAnswers,
    private readonly networks: SignInNetworks,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly phones: Phones,
    private readonly notifications: Notifications,
    private readonly securityEvents: SecurityEvents,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Signs in with a code; the first time, makes the account.
   *
   * Whatever fails after the code was accepted gives the code back, so that the same one may be sent again; EMAIL_TAKEN
   * only a few times. An account that is erased at this very moment fails like a wrong code; the next try makes a new one.
   *
   * @param language what a new user is written to in
   * @throws AppError INVALID_OTP, INVALID_PHONE, VALIDATION_FAILED, EMAIL_TAKEN, ACCOUNT_DISABLED
   */
  async verifyCode(request: VerifyCode, client: SignInClient, language?: Language): Promise<SignIn> {
    const { phone, email } = request;
    const recipient = phone === undefined ? email : this.phones.parse(phone);
    if (recipient === undefined) throw invalidFields({ field: 'phone', message: 'phone or email must be given' });
    const method = phone === undefined ? 'email-code' : 'sms-code';
    return this.attempt(method, recipient, () => this.signInByCode(recipient, request, client, language));
  }

  private async signInByCode(
    recipient: string,
    { phone, email, otp, sessionId }: VerifyCode,
    client: SignInClient,
    language?: Language,
  ): Promise<SignIn> {
    const used = await this.otp.useCode(recipient, sessionId, otp);
    try {
      const { hasNewEmail, ...signIn } = await transact(
        this.dataSource,
        async (manager) => {
          const found =
            phone === undefined
              ? { user: await this.getVerifiedUser(manager, recipient), isNewUser: false, hasNewEmail: false }
              : await this.users.getOrCreateUser(manager, recipient, email, language);
          const opened = await this.openSession(
            manager,
            found,
            client.userAgent,
            phone === undefined ? 'email-code' : 'sms-code',
          );
          // Its row is locked from here on: a phone that was changed meanwhile no longer signs in.
          const isTheirs = await this.users.hasContact(manager, found.user.id, recipient);
          if (!isTheirs) throw new AppError(AuthErrors.INVALID_OTP);
          return { ...found, ...opened };
        },
        `account:${recipient}`,
      );
      if (hasNewEmail) await this.userEmails.mailCode(signIn.user);
      this.metrics.count(signIn.isNewUser ? 'signed_up' : 'signed_in');
      await this.networks.remember(signIn.user.id, client.ip);
      return signIn;
    } catch (error) {
      if (isEmailTaken(error)) await this.takenAnswers.require(recipient, sessionId);
      await used.restore();
      throw isMissingReference(error) ? new AppError(AuthErrors.INVALID_OTP) : error;
    }
  }

  /** @throws AppError INVALID_CREDENTIALS, INVALID_PHONE, VALIDATION_FAILED, RATE_LIMITED, ACCOUNT_DISABLED */
  async loginWithPassword({ phone, email, password }: PasswordLogin, client: SignInClient): Promise<SignIn> {
    const contact = phone !== undefined ? this.phones.parse(phone) : email;
    if (contact === undefined) throw invalidFields({ field: 'phone', message: 'phone or email must be given' });
    const account = phone !== undefined ? { phone: contact } : { email: contact };
    return this.attempt('password', contact, () => this.signInByPassword(account, password, client));
  }

  private async signInByPassword(
    account: { phone: string } | { email: string },
    password: string,
    client: SignInClient,
  ): Promise<SignIn> {
    const checked = await this.passwords.checkPassword(account, password, client.ip);
    const { user } = checked;
    try {
      const found = { user, isNewUser: false };
      const open = async (manager: EntityManager): Promise<TokenPair> => {
        const opened = await this.openSession(manager, found, client.userAgent, 'password');
        // A password that was replaced or removed while it was compared does not sign in.
        if (!(await this.passwords.keepPassword(manager, checked))) throw new AppError(AuthErrors.INVALID_CREDENTIALS);
        return opened;
      };
      const opened = await transact(this.dataSource, open, `user:${user.id}`);
      this.metrics.count('signed_in');
      await this.networks.remember(user.id, client.ip);
      return { ...found, ...opened };
    } catch (error) {
      // The account was erased while its password was being checked.
      throw isMissingReference(error) ? new AppError(AuthErrors.INVALID_CREDENTIALS) : error;
    }
  }

  /** Opens a session, and writes down that its user must be told when the device is a new one. */
  private async openSession(
    manager: EntityManager,
    { user, isNewUser }: Pick<SignIn, 'user' | 'isNewUser'>,
    userAgent: string | undefined,
    method: SignInMethod,
  ): Promise<TokenPair> {
    const mustTell = !isNewUser && user.emailVerified && (await this.sessions.isNewDevice(manager, user.id, userAgent));
    const pair = await this.sessions.openSession(manager, user.id, userAgent, method);
    const notice = {
      userId: user.id,
      at: this.clock.now(),
      userAgent: userAgent?.slice(0, MAX_USER_AGENT_LENGTH) ?? null,
    };
    if (mustTell) await this.notifications.tell(manager, { kind: 'new-sign-in', ...notice });
    return pair;
  }

  private attempt(method: SignInMethod, contact: string, work: () => Promise<SignIn>): Promise<SignIn> {
    const findUserId = async (): Promise<string | null> => {
      const user = contact.includes('@')
        ? await this.users.findUserByEmail(contact)
        : await this.users.findUserByPhone(contact);
      // An address that nobody has confirmed may be somebody else's.
      return user && (user.phone === contact || user.emailVerified) ? user.id : null;
    };
    return this.securityEvents.attempt({ event: 'sign-in', method }, { contact, findUserId }, work);
  }

  private async getVerifiedUser(manager: EntityManager, email: string): Promise<User> {
    const user = await this.users.findUserByEmail(email, manager);
    if (!user?.emailVerified) throw new AppError(AuthErrors.INVALID_OTP);
    return user;
  }
}

function isEmailTaken(error: unknown): boolean {
  return error instanceof AppError && error.definition === UserErrors.EMAIL_TAKEN;
}
