import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isId, transact } from '@app/database';
import { AppError, CommonErrors, Phones, invalidFields } from '@app/http';
import { AdminActs, OwnerChanges, type Role, type User, UserErrors, UsersService } from '@app/users';
import type { ChangeAccount, FindAccount } from './accounts.dto.js';
import { SessionsService } from './sessions.service.js';

/** An account with how many devices are signed in to it. */
export interface Account {
  user: User;
  sessionCount: number;
}

/** What admins see of accounts and do with them. Everything is written down, that one was looked at included. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly ownerChanges: OwnerChanges,
    private readonly acts: AdminActs,
    private readonly phones: Phones,
  ) {}

  /** @throws AppError USER_NOT_FOUND, INVALID_PHONE, VALIDATION_FAILED */
  async findAccount(admin: User, { phone, email }: FindAccount): Promise<Account> {
    const user =
      phone !== undefined
        ? await this.users.findUserByPhone(this.phones.parse(phone))
        : await this.users.findUserByEmail(requireOne(email));
    if (!user) throw new AppError(UserErrors.USER_NOT_FOUND);
    return this.show(admin, user);
  }

  /** @throws AppError USER_NOT_FOUND */
  async getAccount(admin: User, userId: string): Promise<Account> {
    return this.show(admin, await this.getUser(userId));
  }

  /**
   * Disables an account, or enables it again. Sessions end, sign-ins are refused, and the codes of its car stop to
   * resolve, all with the same commit.
   *
   * @throws AppError USER_NOT_FOUND; FORBIDDEN for the admin's own account
   */
  async changeAccount(admin: User, userId: string, { disabled, reason }: ChangeAccount): Promise<Account> {
    if (userId === admin.id) throw new AppError(CommonErrors.FORBIDDEN, { userId });
    await this.getUser(userId);
    await this.ownerChanges.run(userId, async (manager) => {
      await this.users.setDisabled(manager, userId, disabled);
      if (disabled) await this.sessions.endSessionsWithin(manager, userId, 'account-disabled');
      const act = disabled ? 'user.disabled' : 'user.enabled';
      await this.acts.record(manager, { adminId: admin.id, act, subject: userId, reason });
    });
    return this.describe(await this.users.getUser(userId));
  }

  /**
   * Ends all sessions of an account, which may sign in again.
   *
   * @throws AppError USER_NOT_FOUND
   */
  async endSessions(admin: User, userId: string, reason: string): Promise<Account> {
    const user = await this.getUser(userId);
    const work = async (manager: EntityManager): Promise<void> => {
      await this.sessions.endSessionsWithin(manager, userId, 'ended-by-admin');
      await this.acts.record(manager, { adminId: admin.id, act: 'user.sessions-ended', subject: userId, reason });
    };
    await transact(this.dataSource, work, `user:${userId}`);
    return this.describe(user);
  }

  /**
   * Makes an account an admin's, or an ordinary one again: by a script, since nobody who is signed in may.
   *
   * @param phone in any usual spelling
   * @throws AppError USER_NOT_FOUND, INVALID_PHONE
   */
  async setRole(phone: string, role: Role): Promise<void> {
    const user = await this.users.findUserByPhone(this.phones.parse(phone));
    if (!user) throw new AppError(UserErrors.USER_NOT_FOUND);
    await transact(this.dataSource, async (manager) => {
      await this.users.setRole(manager, user.id, role);
      const act = role === 'admin' ? 'role.granted' : 'role.revoked';
      await this.acts.record(manager, { adminId: null, act, subject: user.id });
    });
  }

  private async show(admin: User, user: User): Promise<Account> {
    const act = { adminId: admin.id, act: 'user.viewed', subject: user.id };
    await transact(this.dataSource, (manager) => this.acts.record(manager, act));
    return this.describe(user);
  }

  private async describe(user: User): Promise<Account> {
    return { user, sessionCount: await this.sessions.countSessions(user.id) };
  }

  private async getUser(userId: string): Promise<User> {
    if (!isId(userId)) throw new AppError(UserErrors.USER_NOT_FOUND, { userId });
    return this.users.getUser(userId);
  }
}

function requireOne(email: string | undefined): string {
  if (email === undefined) throw invalidFields({ field: 'phone', message: 'phone or email must be given' });
  return email;
}
