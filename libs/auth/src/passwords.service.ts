import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThanOrEqual } from 'typeorm';
import { SecurityEvents } from '@app/audit';
import { Clock } from '@app/clock';
import { newId, transact } from '@app/database';
import { AppError } from '@app/http';
import {
  AccountNotices,
  type Caller,
  FRESH_MS,
  type User,
  UsersService,
  isProvedWithin,
  lockCaller,
  reauthenticationRequired,
  requireFresh,
} from '@app/users';
import { AuthErrors } from './auth.errors.js';
import { DECOY_HASH, PasswordHashes } from './password-hashes.js';
import { PasswordRules } from './password-rules.js';
import { PasswordTries } from './password-tries.js';
import { Password } from './password.entity.js';
import { SessionsService } from './sessions.service.js';

/** Somebody whose password was right, and the hash that it was right for. */
export interface CheckedPassword {
  user: User;
  hash: string;
}

/** Passwords: an optional second way to sign in. */
@Injectable()
export class PasswordsService {
  private readonly logger = new Logger(PasswordsService.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly hashes: PasswordHashes,
    private readonly rules: PasswordRules,
    private readonly tries: PasswordTries,
    private readonly accountNotices: AccountNotices,
    private readonly securityEvents: SecurityEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Finds the user whom an account name and a password belong to; an unknown account costs the same as a known one.
   *
   * Checking takes time. Who then opens a session asks `keepPassword` whether the password is still that one.
   *
   * @param account the E.164 number or e-mail address of the account
   * @throws AppError INVALID_CREDENTIALS, RATE_LIMITED, SERVICE_UNAVAILABLE
   */
  async checkPassword(
    account: { phone: string } | { email: string },
    password: string,
    ip: string,
  ): Promise<CheckedPassword> {
    const name = 'phone' in account ? account.phone : account.email;
    const user = await ('phone' in account
      ? this.users.findUserByPhone(account.phone)
      : this.users.findUserByEmail(account.email));
    const counted = await this.tries.countSignIn(user?.id ?? null, name, ip);
    const kept = await this.findHash(user?.id ?? newId());
    const isRight = await this.hashes.isPasswordOf(kept ?? DECOY_HASH, password);
    if (!user || kept === null || !isRight) throw new AppError(AuthErrors.INVALID_CREDENTIALS);
    await counted.giveBack();
    const hash = this.hashes.isOutdated(kept) ? await this.renewHash(user.id, kept, password) : kept;
    return { user, hash };
  }

  /**
   * Sets the caller's password, ends their other sessions and has the account told.
   *
   * @param currentPassword instead of a fresh code, where there is a password already
   * @throws AppError INVALID_CREDENTIALS, REAUTHENTICATION_REQUIRED, VALIDATION_FAILED, RATE_LIMITED, SERVICE_UNAVAILABLE;
   *   UNAUTHORIZED when the session has ended meanwhile
   */
  async setPassword(caller: Caller, newPassword: string, currentPassword?: string): Promise<void> {
    const { user, sessionId } = caller;
    await this.tries.countChange(user.id);
    const kept = await this.findHash(user.id);
    if (kept === null || currentPassword === undefined) this.requireFreshCode(caller, kept);
    else if (!(await this.hashes.isPasswordOf(kept, currentPassword)))
      throw new AppError(AuthErrors.INVALID_CREDENTIALS);
    await this.rules.requireStrong(user.id, newPassword);
    const hash = await this.hashes.hash(newPassword);
    const change = async (manager: EntityManager): Promise<void> => {
      const before = await lockCaller(manager, caller);
      const at = this.clock.now();
      await manager.upsert(Password, { userId: user.id, hash, updatedAt: at }, ['userId']);
      await this.sessions.endOtherSessions(manager, user.id, sessionId);
      const event = kept === null ? 'password-set' : 'password-replaced';
      await this.securityEvents.record(manager, { event }, { userId: user.id, sessionId });
      await this.accountNotices.tell(manager, before, event, at);
    };
    await transact(this.dataSource, change, `user:${user.id}`);
  }

  /**
   * Removes the caller's password, ends their other sessions and has the account told. Without a password that is only
   * the end of the sessions.
   *
   * @throws AppError REAUTHENTICATION_REQUIRED; UNAUTHORIZED when the session has ended meanwhile
   */
  async removePassword(caller: Caller): Promise<void> {
    const { user, sessionId } = caller;
    this.requireFreshCode(caller, await this.findHash(user.id));
    const change = async (manager: EntityManager): Promise<void> => {
      const before = await lockCaller(manager, caller);
      const { affected } = await manager.delete(Password, { userId: user.id });
      await this.sessions.endOtherSessions(manager, user.id, sessionId);
      if (!affected) return;
      await this.securityEvents.record(manager, { event: 'password-removed' }, { userId: user.id, sessionId });
      await this.accountNotices.tell(manager, before, 'password-removed', this.clock.now());
    };
    await transact(this.dataSource, change, `user:${user.id}`);
  }

  /**
   * Locks the row of a password that was checked, so that it is neither replaced nor removed before the transaction ends.
   *
   * @returns false when it was replaced or removed already
   */
  async keepPassword(manager: EntityManager, { user, hash }: CheckedPassword): Promise<boolean> {
    const kept = { userId: user.id, hash };
    const { affected } = await manager.update(Password, kept, { hash });
    return affected === 1;
  }

  /** Removes a password that was set at or after a moment, inside the transaction that takes the account back. */
  async removeSetSince(manager: EntityManager, userId: string, since: Date): Promise<void> {
    await manager.delete(Password, { userId, updatedAt: MoreThanOrEqual(since) });
  }

  /**
   * An admin's password is their second factor, so that a code alone neither replaces nor removes it.
   *
   * @throws AppError REAUTHENTICATION_REQUIRED
   */
  private requireFreshCode(caller: Caller, kept: string | null): void {
    const now = this.clock.now();
    requireFresh(caller, now);
    const isSecondFactor = kept !== null && caller.user.role === 'admin';
    if (isSecondFactor && !isProvedWithin(caller.passwordProvedAt, FRESH_MS, now)) {
      throw reauthenticationRequired('password');
    }
  }

  /**
   * Only while the hash is still that one: a password set meanwhile stays. Failing costs no sign-in; the next one renews.
   *
   * @returns the hash that is now stored for this password; the old one when there is none
   */
  private async renewHash(userId: string, kept: string, password: string): Promise<string> {
    try {
      const hash = await this.hashes.hash(password);
      const { affected } = await this.dataSource.getRepository(Password).update({ userId, hash: kept }, { hash });
      if (affected) return hash;
      // A simultaneous sign-in renewed it, or the password was replaced.
      const present = await this.findHash(userId);
      return present !== null && (await this.hashes.isPasswordOf(present, password)) ? present : kept;
    } catch (error) {
      this.logger.warn('The hash of a password was not renewed; the next sign-in tries again.', error);
      return kept;
    }
  }

  private async findHash(userId: string): Promise<string | null> {
    const password = await this.dataSource.getRepository(Password).findOneBy({ userId });
    return password?.hash ?? null;
  }
}
