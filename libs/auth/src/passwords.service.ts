import { Injectable, type OnModuleInit } from '@nestjs/common';
import { compare, hash } from 'bcrypt';
import { DataSource, type EntityManager, MoreThanOrEqual } from 'typeorm';
import { Clock } from '@app/clock';
import { isMissingReference, newId, transact } from '@app/database';
import { AppError, CommonErrors, RequestLimits } from '@app/http';
import {
  AccountNotices,
  type Caller,
  FRESH_MS,
  type User,
  UsersService,
  isProvedWithin,
  reauthenticationRequired,
  requireFresh,
} from '@app/users';
import { AuthErrors } from './auth.errors.js';
import { PASSWORD_TRIES } from './auth.limits.js';
import { Password } from './password.entity.js';
import { SessionsService } from './sessions.service.js';

/** bcrypt's cost: about a quarter of a second on a thread of libuv's pool, never on the event loop. */
const COST = 12;
const MAX_PASSWORD_BYTES = 72;

/** Passwords: an optional second way to sign in. */
@Injectable()
export class PasswordsService implements OnModuleInit {
  private decoyHash!: string;

  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly accountNotices: AccountNotices,
    private readonly limits: RequestLimits,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    this.decoyHash = await hash(newId(), COST);
  }

  /**
   * Finds the user whom an account name and a password belong to; an unknown account costs the same as a known one.
   *
   * @param account the E.164 number or e-mail address of the account
   * @throws AppError INVALID_CREDENTIALS, RATE_LIMITED
   */
  async checkPassword(account: { phone: string } | { email: string }, password: string): Promise<User> {
    const name = 'phone' in account ? account.phone : account.email;
    await this.limits.require(`password:${name}`, [PASSWORD_TRIES]);
    const user = await ('phone' in account
      ? this.users.findUserByPhone(account.phone)
      : this.users.findUserByEmail(account.email));
    const kept = await this.findHash(user?.id ?? newId());
    const isRight = await isPasswordOf(kept ?? this.decoyHash, password);
    if (!user || kept === null || !isRight) throw new AppError(AuthErrors.INVALID_CREDENTIALS);
    return user;
  }

  /**
   * Sets the caller's password, ends their other sessions and has the account told.
   *
   * @param currentPassword instead of a fresh code, where there is a password already
   * @throws AppError INVALID_CREDENTIALS, REAUTHENTICATION_REQUIRED, RATE_LIMITED; UNAUTHORIZED when the account has just
   *   been erased
   */
  async setPassword(caller: Caller, newPassword: string, currentPassword?: string): Promise<void> {
    const { user, sessionId } = caller;
    // These tries are counted apart: strangers who use up those of the phone must not lock its owner out of this. Every
    // change counts, since hashing keeps a thread busy that files and names need too.
    await this.limits.require(`password-change:${user.id}`, [PASSWORD_TRIES]);
    const kept = await this.findHash(user.id);
    if (kept === null || currentPassword === undefined) this.requireFreshCode(caller, kept);
    else if (!(await isPasswordOf(kept, currentPassword))) throw new AppError(AuthErrors.INVALID_CREDENTIALS);
    const password = { userId: user.id, hash: await hash(newPassword, COST), updatedAt: this.clock.now() };
    const change = async (manager: EntityManager): Promise<string[]> => {
      await manager.upsert(Password, password, ['userId']);
      await this.sessions.endOtherSessions(manager, user.id, sessionId);
      return this.accountNotices.tell(manager, user, kept === null ? 'password-set' : 'password-replaced');
    };
    try {
      this.accountNotices.wake(await transact(this.dataSource, change, `user:${user.id}`));
    } catch (error) {
      throw isMissingReference(error) ? new AppError(CommonErrors.UNAUTHORIZED) : error;
    }
  }

  /**
   * Removes the caller's password, ends their other sessions and has the account told. Without a password that is only
   * the end of the sessions.
   *
   * @throws AppError REAUTHENTICATION_REQUIRED
   */
  async removePassword(caller: Caller): Promise<void> {
    const { user, sessionId } = caller;
    this.requireFreshCode(caller, await this.findHash(user.id));
    const change = async (manager: EntityManager): Promise<string[]> => {
      const { affected } = await manager.delete(Password, { userId: user.id });
      await this.sessions.endOtherSessions(manager, user.id, sessionId);
      return affected ? this.accountNotices.tell(manager, user, 'password-removed') : [];
    };
    this.accountNotices.wake(await transact(this.dataSource, change, `user:${user.id}`));
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

  private async findHash(userId: string): Promise<string | null> {
    const password = await this.dataSource.getRepository(Password).findOneBy({ userId });
    return password?.hash ?? null;
  }
}

/** bcrypt itself ignores what follows the 72nd byte, so that more than the password would pass for it. */
async function isPasswordOf(kept: string, given: string): Promise<boolean> {
  const isSame = await compare(given, kept);
  return isSame && Buffer.byteLength(given) <= MAX_PASSWORD_BYTES;
}
