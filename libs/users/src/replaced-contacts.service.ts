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

/**
 * Keeps phone numbers and confirmed e-mail addresses that were replaced, also that there was no address, and restores them for the holder of a link.
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
   * @param before the user before the change; an address that nobody has confirmed is not kept
   * @param change its moment, and the proofs of the session that makes it
   */
  async keep(manager: EntityManager, before: User, kind: ContactKind, change: Change): Promise<void> {
    await manager.insert(ReplacedContact, {
      id: newId(),
      userId: before.id,
      kind,
      value: kind === 'email' && !before.emailVerified ? null : before[kind],
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
    const first = await this.findUndone(manager, link, 'phone');
    if (!first || first.value === null) return;
    const isRestored = await this.updateUnlessTaken(manager, userId, { phone: first.value });
    if (isRestored) await this.forget(manager, first);
    // The kept number stays, so that the link can be used once more when the number is free.
    else await this.updateUnlessTaken(manager, userId, { phone: unreachablePhone() });
  }

  /** An address that was given since is removed, also where there was none before or it is another account's by now. */
  private async restoreEmail(manager: EntityManager, link: AccountLink): Promise<void> {
    const { userId } = link;
    const first = await this.findUndone(manager, link, 'email');
    if (!first) return;
    const none = { email: null, emailVerified: false, emailGivenAt: null, updatedAt: this.clock.now() };
    const { value } = first;
    // Whoever named it meanwhile without confirming it must not block its return.
    if (value !== null) await manager.update(User, { email: value, emailVerified: false, id: Not(userId) }, none);
    const old = { email: value, emailVerified: value !== null, emailGivenAt: null };
    if (await this.updateUnlessTaken(manager, userId, old)) await this.forget(manager, first);
    else await manager.update(User, { id: userId }, none);
  }

  /**
   * A link that went by SMS may be in the hands of a thief of the phone. It undoes nothing up to the last change that was
   * allowed by a code to an e-mail address which the account had before the moment of the link.
   *
   * @returns the first of the changes that the link undoes
   */
  private async findUndone(
    manager: EntityManager,
    link: AccountLink,
    kind: ContactKind,
  ): Promise<ReplacedContact | undefined> {
    const { userId, since, channel } = link;
    const changes = await manager.find(ReplacedContact, {
      where: { userId, kind, replacedAt: MoreThanOrEqual(since) },
      order: { replacedAt: 'ASC', id: 'ASC' },
    });
    const isKept = ({ emailHeldSince }: ReplacedContact): boolean =>
      channel === 'sms' && emailHeldSince !== null && emailHeldSince < since;
    return changes[changes.findLastIndex(isKept) + 1];
  }

  /**
   * Since when the account had the address that the code of a session was sent to. A session whose code was given before
   * its channel was stored counts as one that was proved by mail.
   */
  private async findEmailHeldSince(manager: EntityManager, user: User, { at, proofs }: Change): Promise<Date | null> {
    if (proofs.codeSentTo === 'sms') return null;
    const provedAt = proofs.codeProvedAt ?? at;
    const changes = await manager.find(ReplacedContact, {
      where: { userId: user.id, kind: 'email' },
      order: { replacedAt: 'ASC', id: 'ASC' },
    });
    const replacedSince = changes.find(({ replacedAt }) => replacedAt >= provedAt);
    const wasConfirmed = replacedSince ? replacedSince.value !== null : user.email !== null && user.emailVerified;
    if (!wasConfirmed) return null;
    // What was given before the changes that are kept, was given before the moment of every link that still works.
    return changes.findLast(({ replacedAt }) => replacedAt < provedAt)?.replacedAt ?? user.createdAt;
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
