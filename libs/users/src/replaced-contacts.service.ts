import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThanOrEqual, Not } from 'typeorm';
import { Clock } from '@app/clock';
import { deleteInBatches, isUniqueViolation, newId } from '@app/database';
import { ACCOUNT_LINK_SECONDS, type AccountLink } from '@app/notifications';
import type { SessionProofs } from './caller.js';
import { type ContactKind, ReplacedContact } from './replaced-contact.entity.js';
import { unreachablePhone } from './unreachable-phone.js';
import { User } from './user.entity.js';

interface Change {
  at: Date;
  /** Those of the session that makes the change. */
  proofs: SessionProofs;
}

/** The changes of one kind of contact that a link undoes. */
interface Undone {
  /** The link undoes what happened at or after this moment. */
  from: Date;
  /** The first of them; undefined when there is none. */
  first: ReplacedContact | undefined;
}

/**
 * Keeps phone numbers and confirmed e-mail addresses that were replaced, and restores them for the holder of a link.
 * docs/decisions/017 says which link restores what.
 */
@Injectable()
export class ReplacedContacts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps a contact, inside the transaction that locks the user's row and replaces it.
   *
   * @param before the user before the change
   * @param change its moment, and the proofs of the session that makes it
   */
  async keep(manager: EntityManager, before: User, kind: ContactKind, change: Change): Promise<void> {
    const value = before[kind];
    if (value === null || (kind === 'email' && !before.emailVerified)) return;
    await manager.insert(ReplacedContact, {
      id: newId(),
      userId: before.id,
      kind,
      value,
      givenAt: kind === 'email' ? before.emailGivenAt : null,
      replacedAt: change.at,
      emailHeldSince: await this.findEmailHeldSince(manager, before, change),
    });
  }

  /**
   * Gives an account the contacts that it had at the moment of a link, inside the transaction that locks its row. An old
   * number that is another account's by now is not restored; the present one is taken all the same.
   */
  async restore(manager: EntityManager, link: AccountLink): Promise<void> {
    await this.restorePhone(manager, link);
    await this.restoreEmail(manager, link);
  }

  /** Deletes contacts that no link can restore any more. */
  async purge(): Promise<void> {
    const before = new Date(this.clock.nowMs() - ACCOUNT_LINK_SECONDS * 1000);
    await deleteInBatches(this.dataSource, 'replaced_contacts', 'replacedAt <= ?', [before]);
  }

  private async restorePhone(manager: EntityManager, link: AccountLink): Promise<void> {
    const { userId } = link;
    const { first } = await this.findUndone(manager, link, 'phone');
    if (!first) return;
    const isRestored = await this.updateUnlessTaken(manager, userId, { phone: first.value });
    if (isRestored) await this.forget(manager, first);
    // The kept number stays, so that the link can be used once more when the number is free.
    else await this.updateUnlessTaken(manager, userId, { phone: unreachablePhone() });
  }

  /** An address that was given since is removed, also where there was none before or it is another account's by now. */
  private async restoreEmail(manager: EntityManager, link: AccountLink): Promise<void> {
    const { userId } = link;
    const { first, from } = await this.findUndone(manager, link, 'email');
    const none = { email: null, emailVerified: false, emailGivenAt: null, updatedAt: this.clock.now() };
    if (!first) {
      await manager.update(User, { id: userId, emailGivenAt: MoreThanOrEqual(from) }, none);
      return;
    }
    const { value, givenAt } = first;
    const wasGivenSince = givenAt !== null && givenAt >= from;
    // Whoever named it meanwhile without confirming it must not block its return.
    if (!wasGivenSince) await manager.update(User, { email: value, emailVerified: false, id: Not(userId) }, none);
    const old = { email: value, emailVerified: true, emailGivenAt: givenAt };
    const isTaken = !wasGivenSince && !(await this.updateUnlessTaken(manager, userId, old));
    if (wasGivenSince || isTaken) await manager.update(User, { id: userId }, none);
    if (!isTaken) await this.forget(manager, first);
  }

  /**
   * A link that went by SMS may be in the hands of a thief of the phone. It undoes nothing up to the last change that was
   * allowed by a code to an e-mail address which the account had before the moment of the link.
   */
  private async findUndone(manager: EntityManager, link: AccountLink, kind: ContactKind): Promise<Undone> {
    const { userId, since, channel } = link;
    const changes = await manager.find(ReplacedContact, {
      where: { userId, kind, replacedAt: MoreThanOrEqual(since) },
      order: { replacedAt: 'ASC', id: 'ASC' },
    });
    const isKept = ({ emailHeldSince }: ReplacedContact): boolean =>
      channel === 'sms' && emailHeldSince !== null && emailHeldSince < since;
    const lastKept = changes.findLastIndex(isKept);
    const kept = changes[lastKept];
    return { from: kept ? new Date(kept.replacedAt.getTime() + 1) : since, first: changes[lastKept + 1] };
  }

  /** A session whose code was given before its channel was stored counts as one that was proved by mail. */
  private async findEmailHeldSince(manager: EntityManager, user: User, { at, proofs }: Change): Promise<Date | null> {
    const { codeProvedAt, codeSentTo } = proofs;
    if (codeSentTo === 'sms') return null;
    const replacedSince = await manager.findOne(ReplacedContact, {
      where: { userId: user.id, kind: 'email', replacedAt: MoreThanOrEqual(codeProvedAt ?? at) },
      order: { replacedAt: 'ASC', id: 'ASC' },
    });
    if (replacedSince) return replacedSince.givenAt ?? user.createdAt;
    return user.email !== null && user.emailVerified ? (user.emailGivenAt ?? user.createdAt) : null;
  }

  /** @returns whether the update was made; false when the contact is another account's */
  private async updateUnlessTaken(manager: EntityManager, userId: string, patch: Partial<User>): Promise<boolean> {
    try {
      await manager.update(User, { id: userId }, { ...patch, updatedAt: this.clock.now() });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  private async forget(manager: EntityManager, { userId, kind, replacedAt }: ReplacedContact): Promise<void> {
    await manager.delete(ReplacedContact, { userId, kind, replacedAt: MoreThanOrEqual(replacedAt) });
  }
}
