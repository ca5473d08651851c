import { Injectable, type OnModuleInit } from '@nestjs/common';
import { compare, hash } from 'bcrypt';
import { DataSource } from 'typeorm';
import { Clock } from '@app/clock';
import { isMissingReference, newId, transact } from '@app/database';
import { AppError, CommonErrors, RequestLimits } from '@app/http';
import { type Caller, type User, UsersService } from '@app/users';
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
   * Sets the caller's password and ends their other sessions.
   *
   * @param currentPassword needed where there is a password already
   * @throws AppError INVALID_CREDENTIALS, RATE_LIMITED; UNAUTHORIZED when the account has just been erased
   */
  async setPassword({ user, sessionId }: Caller, newPassword: string, currentPassword?: string): Promise<void> {
    // These tries are counted apart: strangers who use up those of the phone must not lock its owner out of this. Every
    // change counts, since hashing keeps a thread busy that files and names need too.
    await this.limits.require(`password-change:${user.id}`, [PASSWORD_TRIES]);
    const kept = await this.findHash(user.id);
    if (kept !== null) {
      const isRight = currentPassword !== undefined && (await isPasswordOf(kept, currentPassword));
      if (!isRight) throw new AppError(AuthErrors.INVALID_CREDENTIALS);
    }
    const password = { userId: user.id, hash: await hash(newPassword, COST), updatedAt: this.clock.now() };
    try {
      await transact(
        this.dataSource,
        async (manager) => {
          await manager.upsert(Password, password, ['userId']);
          await this.sessions.endOtherSessions(manager, user.id, sessionId);
        },
        `user:${user.id}`,
      );
    } catch (error) {
      throw isMissingReference(error) ? new AppError(CommonErrors.UNAUTHORIZED) : error;
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
