import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SecurityEvents } from '@app/audit';
import { Clock } from '@app/clock';
import { AppError, CommonErrors, type RequestLimit, RequestLimits, invalidFields } from '@app/http';
import { Notifications } from '@app/notifications';
import { KeyValueStore } from '@app/redis';
import { AccountNotices } from './account-notices.js';
import { EmailCodes } from './email-codes.js';
import { OwnerChanges } from './owner-changes.js';
import { User } from './user.entity.js';
import { UserErrors } from './users.errors.js';

/** How long an address stays with a user who does not confirm it, when somebody else wants it. */
const UNCONFIRMED_MS = 7 * 86_400_000;

/** How long a user's having given up an unconfirmed address is remembered. */
const GIVEN_UP_KEPT_SECONDS = 90 * 86_400;

/** How often a phone's owner may learn that an address belongs to somebody else, however they ask. */
const TAKEN_ANSWERS: RequestLimit = { name: 'hour', max: 20, windowSeconds: 3600 };

/** Whose an e-mail address is: confirmed by a code that is mailed to it. */
@Injectable()
export class UserEmails {
  private readonly logger = new Logger(UserEmails.name);

  constructor(
    private readonly ownerChanges: OwnerChanges,
    private readonly codes: EmailCodes,
    private readonly notifications: Notifications,
    private readonly accountNotices: AccountNotices,
    private readonly limits: RequestLimits,
    private readonly store: KeyValueStore,
    private readonly securityEvents: SecurityEvents,
    private readonly clock: Clock,
  ) {}

  /** Mails the code for an address that has just been stored. Without it the user may ask again: that fails nothing. */
  async mailCode({ id, email }: User): Promise<void> {
    if (email === null) return;
    try {
      await this.codes.mailCode(id, email);
    } catch (error) {
      const isLimit = error instanceof AppError && error.definition === CommonErrors.RATE_LIMITED;
      if (!isLimit) this.logger.warn('A code could not be mailed.', error);
    }
  }

  /** @throws AppError VALIDATION_FAILED where there is no address to confirm; RATE_LIMITED */
  async resendCode({ id, email, emailVerified }: User): Promise<void> {
    if (email === null || emailVerified) {
      throw invalidFields({ field: 'email', message: 'email must be an address that is still to be confirmed' });
    }
    await this.codes.mailCode(id, email);
  }

  /**
   * Confirms the user's address with the code that was mailed to it. The first time, welcomes them there; each time, has
   * them told of the scans that they missed while no address was confirmed.
   *
   * The address is compared once more as it is confirmed: it may be changed at the same moment.
   *
   * @throws AppError INVALID_OTP
   */
  async confirmEmail({ id, email }: User, code: string): Promise<void> {
    if (email === null) throw new AppError(UserErrors.INVALID_OTP);
    const facts = { event: 'email-confirmed', method: 'email-code' } as const;
    const used = await this.securityEvents.attempt(facts, { userId: id }, () => this.codes.useCode(id, email, code));
    try {
      // A confirmed address changes what the page behind a sticker says: whether the owner can be alerted.
      await this.ownerChanges.run(id, async (manager) => {
        const at = this.clock.now();
        const { affected } = await manager.update(User, { id, email }, { emailVerified: true, updatedAt: at });
        if (!affected) throw new AppError(UserErrors.INVALID_OTP);
        await this.securityEvents.record(manager, facts, { userId: id });
        const isFirst = await this.notifications.tell(manager, { kind: 'welcome', userId: id });
        // An address that takes the place of another is told so; the first one is welcomed.
        if (!isFirst) await this.tellConfirmed(manager, id, email, at);
        await this.notifications.tell(manager, { kind: 'missed-scans', userId: id });
      });
      await this.store.delete([givenUpKey(id, email)]);
    } catch (error) {
      await used.restore();
      throw error;
    }
  }

  /**
   * When the seven days of an address begin that a user changes to: at the first time, for an address that they gave up
   * unconfirmed and come back to. Notes when those of the address that they give up now began.
   *
   * @returns undefined for an address that they did not give up: its days begin with the change
   */
  async startOfClaim(
    { id, email, emailVerified, emailGivenAt, updatedAt }: User,
    newEmail: string,
  ): Promise<Date | undefined> {
    if (email !== null && !emailVerified) {
      const since = (emailGivenAt ?? updatedAt).toISOString();
      await this.store.setIfAbsent(givenUpKey(id, email), since, GIVEN_UP_KEPT_SECONDS);
    }
    const since = await this.store.get(givenUpKey(id, newEmail));
    return since === null ? undefined : new Date(since);
  }

  /** Counts an answer EMAIL_TAKEN to the owner of a phone; without an allowed outcome it must not be given. */
  countTakenAnswer(phone: string): ReturnType<RequestLimits['count']> {
    return this.limits.count(`email-taken:${phone}`, [TAKEN_ANSWERS]);
  }

  /**
   * Records that an account has another address, and tells it by every channel that it had, inside the transaction that
   * changes it and has locked the user's row. The new address is mailed its code, and told once it is confirmed.
   *
   * @param before the user before the change, which is made at the moment `at`
   * @param mustTell false for an account that is made with the address
   */
  async noteChange(manager: EntityManager, before: User, at: Date, mustTell = true): Promise<void> {
    await this.securityEvents.record(manager, { event: 'email-changed' }, { userId: before.id });
    if (mustTell) await this.accountNotices.tell(manager, before, 'email-changed', at);
  }

  private async tellConfirmed(manager: EntityManager, userId: string, email: string, at: Date): Promise<void> {
    const notice = { kind: 'account-changed', userId, change: 'email-changed', channel: 'email', to: email } as const;
    await this.notifications.tell(manager, { ...notice, at });
  }

  /**
   * Takes an address from a user who has not confirmed it for long, inside the transaction that gives it to another:
   * so a typo or a squatter can't block the owner.
   */
  async releaseUnconfirmed(manager: EntityManager, email: string): Promise<void> {
    const before = new Date(this.clock.nowMs() - UNCONFIRMED_MS);
    await manager
      .createQueryBuilder()
      .update(User)
      .set({ email: null, emailGivenAt: null, updatedAt: this.clock.now() })
      .where('email = :email AND emailVerified = :isVerified', { email, isVerified: false })
      // A program of the version before, which may still run during an upgrade, does not say when it was given.
      .andWhere('COALESCE(emailGivenAt, updatedAt) <= :before', { before })
      .execute();
  }
}

function givenUpKey(userId: string, email: string): string {
  return `email-given-up:${userId}:${email}`;
}
