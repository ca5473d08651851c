import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type FindOptionsWhere, IsNull } from 'typeorm';
import { SecurityEvents } from '@app/audit';
import { Clock } from '@app/clock';
import { hotQuery, isUniqueViolation, newId, readMoment } from '@app/database';
import { AppError, CommonErrors, type RequestLimit, RequestLimits, rateLimited } from '@app/http';
import type { Recipient } from '@app/notifications';
import { alertChannelsOf } from './alert-channels.js';
import type { Caller, SessionProofs } from './caller.js';
import { Erasures } from './erasures.js';
import { OwnerChanges } from './owner-changes.js';
import type { Premium } from './premium.js';
import { ReplacedContacts } from './replaced-contacts.service.js';
import { DEFAULT_TEMPLATE, type Template } from './templates.js';
import { DEFAULT_LANGUAGE, DEFAULT_PREFERENCES, type Language, type Role, User } from './user.entity.js';
import type { UpdatePreferences, UpdateUser } from './users.dto.js';
import { lockCaller } from './user-locks.js';
import { UserEmails } from './user-emails.service.js';
import { UserErrors } from './users.errors.js';

/** How often one account may ask for another e-mail address. */
const EMAIL_CHANGES: RequestLimit = { name: 'changes', max: 20, windowSeconds: 3600 };

const PREMIUM_ENDINGS = `
  SELECT id AS userId, premiumExpiryDate AS endsAt FROM users
  WHERE premiumExpiryDate >= ? AND premiumExpiryDate <= ? AND (premiumExpiryDate > ? OR id > ?) AND plan = 'premium'
  ORDER BY premiumExpiryDate, id LIMIT ?`;
const PAGE_SIZE = 500;

@Injectable()
export class UsersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ownerChanges: OwnerChanges,
    private readonly erasures: Erasures,
    private readonly emails: UserEmails,
    private readonly replacedContacts: ReplacedContacts,
    private readonly limits: RequestLimits,
    private readonly securityEvents: SecurityEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError USER_NOT_FOUND */
  async getUser(userId: string): Promise<User> {
    const user = await this.findUser(userId);
    if (!user) throw new AppError(UserErrors.USER_NOT_FOUND, { userId });
    return user;
  }

  /**
   * The user of a request that is under way.
   *
   * @throws AppError UNAUTHORIZED when the account was erased meanwhile
   */
  async getCaller(userId: string): Promise<User> {
    const user = await this.findUser(userId);
    if (!user) throw new AppError(CommonErrors.UNAUTHORIZED, { userId });
    return user;
  }

  findUser(userId: string): Promise<User | null> {
    return this.dataSource.getRepository(User).findOneBy({ id: userId });
  }

  findUserByPhone(phone: string): Promise<User | null> {
    return this.dataSource.getRepository(User).findOneBy({ phone });
  }

  findUserByEmail(email: string, manager: EntityManager = this.dataSource.manager): Promise<User | null> {
    return manager.findOneBy(User, { email });
  }

  /** Whom a notice for a user goes to: nobody, once the account is disabled. */
  async findRecipient(userId: string): Promise<Recipient | null> {
    const user = await this.dataSource.getRepository(User).findOneBy({ id: userId });
    if (!user || user.disabledAt !== null) return null;
    const { email, emailVerified, name, preferences } = user;
    const { language = DEFAULT_LANGUAGE, notifyByEmail } = preferences;
    return { email, emailVerified, name, language, notifyByEmail, alertChannels: alertChannelsOf(user) };
  }

  /** Whose premium ends within a time from now, the next one first, read page by page as they are consumed. */
  async *listPremiumEndings(withinMs: number): AsyncGenerator<{ userId: string; endsAt: Date }> {
    let after = { endsAt: this.clock.now(), userId: '' };
    const until = new Date(this.clock.nowMs() + withinMs);
    for (;;) {
      const rows = await hotQuery<{ userId: string; endsAt: unknown }>(this.dataSource, PREMIUM_ENDINGS, [
        after.endsAt,
        until,
        after.endsAt,
        after.userId,
        PAGE_SIZE,
      ]);
      const endings = rows.map(({ userId, endsAt }) => ({ userId, endsAt: readMoment(endsAt) }));
      yield* endings;
      const last = endings.at(-1);
      if (!last || rows.length < PAGE_SIZE) return;
      after = last;
    }
  }

  /** Ends mails about scans for whoever holds the link of one of them; a user who is gone wants none either. */
  async stopAlerts(userId: string): Promise<void> {
    const user = await this.dataSource.getRepository(User).findOneBy({ id: userId });
    if (user) await this.updateUser(user, { preferences: { notifyByEmail: false } });
  }

  /**
   * Finds the user of a phone number or makes one; at the same moment too, a number has one user.
   *
   * @param phone E.164, proved to be the caller's
   * @param email fills an empty address; it is unverified until its code is confirmed
   * @param language what a new user is written to in
   * @returns also whether the address is new to the user, and so wants its code
   * @throws AppError EMAIL_TAKEN, and then nothing is made or changed
   */
  async getOrCreateUser(
    manager: EntityManager,
    phone: string,
    email: string | undefined,
    language: Language = DEFAULT_LANGUAGE,
  ): Promise<{ user: User; isNewUser: boolean; hasNewEmail: boolean }> {
    const known = await manager.findOneBy(User, { phone });
    const isNewUser = known === null && (await this.addUser(manager, phone, language));
    const user = known ?? (await manager.findOneBy(User, { phone }));
    const filled = user && (await this.fillEmail(manager, user, email, isNewUser));
    // The account was erased between two of these statements.
    return filled ? { ...filled, isNewUser } : this.getOrCreateUser(manager, phone, email, language);
  }

  /**
   * Changes the fields given. A new address is mailed its code, as far as the limits of codes allow, and the account is
   * told of the change by every channel that it had.
   *
   * @param caller who changes the address
   * @throws AppError EMAIL_TAKEN, RATE_LIMITED; UNAUTHORIZED when the session has ended meanwhile
   */
  async updateUser(user: User, changes: UpdateUser, caller?: Caller): Promise<User> {
    const { name, email, selectedTemplate, preferences } = changes;
    const newEmail = email !== user.email ? email : undefined;
    // Whether an address is taken is something to be told, but not to be asked of thousands.
    if (newEmail !== undefined) await this.limits.require(`email:${user.id}`, [EMAIL_CHANGES]);
    const since = newEmail === undefined ? undefined : await this.emails.startOfClaim(user, newEmail);
    const change = this.ownerChanges.run(user.id, async (manager) => {
      if (newEmail !== undefined) await this.emails.releaseUnconfirmed(manager, newEmail);
      const at = this.clock.now();
      if (newEmail !== undefined && caller) await this.replaceEmail(manager, caller, newEmail, at);
      const patch: Partial<User> = {
        ...(name !== undefined && { name: name || null }),
        ...(newEmail !== undefined && unconfirmed(newEmail, since ?? at)),
        ...(selectedTemplate !== undefined && { selectedTemplate }),
        updatedAt: at,
      };
      await this.applyPatch(manager, { id: user.id }, patch);
      if (preferences !== undefined) await this.mergePreferences(manager, user.id, preferences);
    });
    await change.catch((error: unknown) => this.limitTakenAnswers(user, error));
    const changed = await this.getCaller(user.id);
    if (newEmail !== undefined) await this.emails.mailCode(changed);
    return changed;
  }

  chooseTemplate(user: User, selectedTemplate: Template): Promise<User> {
    return this.updateUser(user, { selectedTemplate });
  }

  /**
   * Notes whether the user has described a car, inside the transaction that describes or deletes it.
   *
   * @returns whether there is such a user; if so, the row is locked
   */
  async setHasCarInfo(manager: EntityManager, userId: string, hasCarInfo: boolean): Promise<boolean> {
    const { affected } = await manager.update(User, { id: userId }, { hasCarInfo, updatedAt: this.clock.now() });
    return affected === 1;
  }

  /**
   * Changes a user's premium, inside the transaction that keeps the reason. The row is locked by an update before it is
   * read, so that simultaneous changes add up.
   *
   * @param change makes the new state of the present one
   * @returns the state before and after; null when there is no such user any more
   */
  async changePremium(
    manager: EntityManager,
    userId: string,
    change: (premium: Premium) => Premium | Promise<Premium>,
  ): Promise<{ before: Premium; after: Premium } | null> {
    await manager.update(User, { id: userId }, { updatedAt: this.clock.now() });
    const user = await manager.findOneBy(User, { id: userId });
    if (!user) return null;
    const before = { plan: user.plan, premiumExpiryDate: user.premiumExpiryDate };
    const after = await change(before);
    await manager.update(User, { id: userId }, after);
    return { before, after };
  }

  /**
   * Disables an account or enables it again, inside the transaction that ends its sessions.
   *
   * @throws AppError USER_NOT_FOUND
   */
  async setDisabled(manager: EntityManager, userId: string, isDisabled: boolean): Promise<void> {
    const now = this.clock.now();
    await this.patchUser(manager, userId, { disabledAt: isDisabled ? now : null, updatedAt: now });
  }

  /** @throws AppError USER_NOT_FOUND */
  async setRole(manager: EntityManager, userId: string, role: Role): Promise<void> {
    await this.patchUser(manager, userId, { role, updatedAt: this.clock.now() });
  }

  /**
   * Gives a user another phone number, inside the transaction that locks their row.
   *
   * @param user as they are before
   * @param proofs those of the session that makes the change
   * @throws AppError PHONE_TAKEN
   */
  async changePhone(
    manager: EntityManager,
    user: User,
    { phone, at, proofs }: { phone: string; at: Date; proofs: SessionProofs },
  ): Promise<void> {
    try {
      await manager.update(User, { id: user.id }, { phone, updatedAt: at });
    } catch (error) {
      throw isUniqueViolation(error, 'uq_users_phone') ? new AppError(UserErrors.PHONE_TAKEN) : error;
    }
    await this.replacedContacts.keep(manager, user, 'phone', { at, proofs });
  }

  /** Whether a phone number or a confirmed e-mail address is still the user's, inside a transaction that locks their row. */
  async hasContact(manager: EntityManager, userId: string, contact: string): Promise<boolean> {
    const user = await manager.findOneBy(User, { id: userId });
    return user?.phone === contact || (user?.email === contact && user.emailVerified);
  }

  /**
   * Erases the caller's account; what belongs to it goes with it through the foreign keys.
   *
   * @throws AppError UNAUTHORIZED when the session has ended meanwhile
   */
  async deleteUser(caller: Caller): Promise<void> {
    const userId = caller.user.id;
    await this.ownerChanges.run(userId, async (manager) => {
      await lockCaller(manager, caller);
      await this.erasures.note(manager, userId, 'account');
      await manager.delete(User, { id: userId });
      await this.securityEvents.record(manager, { event: 'account-erased' }, { userId });
    });
  }

  /** @throws AppError RATE_LIMITED in place of one EMAIL_TAKEN too many, and the given error otherwise */
  private async limitTakenAnswers({ phone }: User, error: unknown): Promise<never> {
    if (error instanceof AppError && error.definition === UserErrors.EMAIL_TAKEN) {
      const outcome = await this.emails.countTakenAnswer(phone);
      if (!outcome.isAllowed) throw rateLimited(outcome.retryAfterSeconds, outcome.limit.name);
    }
    throw error;
  }

  /** @returns false when the phone number has a user already */
  private async addUser(manager: EntityManager, phone: string, language: Language): Promise<boolean> {
    try {
      await manager.insert(User, this.newUser(phone, language));
      return true;
    } catch (error) {
      if (isUniqueViolation(error, 'uq_users_phone')) return false;
      throw error;
    }
  }

  /** Tells and keeps the present address, inside the transaction that replaces it. */
  private async replaceEmail(manager: EntityManager, caller: Caller, newEmail: string, at: Date): Promise<void> {
    const before = await lockCaller(manager, caller);
    if (before.email === newEmail) return;
    await this.emails.noteChange(manager, before, at);
    await this.replacedContacts.keep(manager, before, 'email', { at, proofs: caller });
  }

  private async patchUser(manager: EntityManager, userId: string, patch: Partial<User>): Promise<void> {
    const { affected } = await manager.update(User, { id: userId }, patch);
    if (!affected) throw new AppError(UserErrors.USER_NOT_FOUND, { userId });
  }

  /**
   * A user who is not new is told: a thief who signs in with a code from the phone may give an address of their own.
   *
   * @returns null when the user is gone
   */
  private async fillEmail(
    manager: EntityManager,
    user: User,
    email: string | undefined,
    isNewUser: boolean,
  ): Promise<{ user: User; hasNewEmail: boolean } | null> {
    if (email === undefined || user.email !== null) return { user, hasNewEmail: false };
    // Only while it is empty: a profile that is saved at the same moment is not overwritten. From here on the row is
    // locked, so that nobody loses the address unless this user gets it.
    const where = { id: user.id, email: IsNull() };
    const hasNewEmail = await this.applyPatch(manager, where, { updatedAt: this.clock.now() });
    const at = this.clock.now();
    if (hasNewEmail) {
      await this.emails.releaseUnconfirmed(manager, email);
      const isFilled = await this.applyPatch(manager, where, unconfirmed(email, at));
      if (isFilled) await this.emails.noteChange(manager, user, at, !isNewUser);
      const proofs = { codeProvedAt: at, codeSentTo: 'sms', passwordProvedAt: null } as const;
      if (isFilled && !isNewUser) await this.replacedContacts.keep(manager, user, 'email', { at, proofs });
    }
    const filled = await manager.findOneBy(User, { id: user.id });
    return filled && { user: filled, hasNewEmail };
  }

  /** The row is locked by an update before it is read, so that simultaneous changes of different preferences add up. */
  private async mergePreferences(manager: EntityManager, userId: string, changes: UpdatePreferences): Promise<void> {
    const user = await manager.findOneBy(User, { id: userId });
    if (!user) return;
    const preferences = { ...user.preferences, ...definedOnly(changes) };
    await manager.update(User, { id: userId }, { preferences });
  }

  /** @returns whether there is such a user */
  private async applyPatch(
    manager: EntityManager,
    where: FindOptionsWhere<User>,
    patch: Partial<User>,
  ): Promise<boolean> {
    try {
      const { affected } = await manager.update(User, where, patch);
      return affected === 1;
    } catch (error) {
      if (isUniqueViolation(error, 'uq_users_email')) throw new AppError(UserErrors.EMAIL_TAKEN);
      throw error;
    }
  }

  private newUser(phone: string, language: Language): User {
    const now = this.clock.now();
    return Object.assign(new User(), {
      id: newId(),
      phone,
      email: null,
      emailVerified: false,
      emailGivenAt: null,
      name: null,
      plan: 'basic',
      premiumExpiryDate: null,
      hasCarInfo: false,
      selectedTemplate: DEFAULT_TEMPLATE,
      preferences: { ...DEFAULT_PREFERENCES, language },
      role: 'user',
      disabledAt: null,
      createdAt: now,
      updatedAt: now,
    } satisfies User);
  }
}

function unconfirmed(email: string, emailGivenAt: Date): Pick<User, 'email' | 'emailVerified' | 'emailGivenAt'> {
  return { email, emailVerified: false, emailGivenAt };
}

function definedOnly<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
