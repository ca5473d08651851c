import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, LessThan, MoreThanOrEqual } from 'typeorm';
import { Clock } from '@app/clock';
import { deleteInBatches, newId } from '@app/database';
import { ACCOUNT_LINK_SECONDS, type AccountLink } from '@app/notifications';
import { UsedLink } from './used-link.entity.js';
import { User } from './user.entity.js';

/**
 * Remembers which links have locked an account. A used link voids the links of the changes that it undid: whoever made
 * those changes may have received them, and could undo with them what the owner changes afterwards.
 */
@Injectable()
export class UsedLinks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Uses a link, inside the transaction that locks the user's row. The same link and earlier ones may be used again.
   *
   * @returns false when an earlier link has voided it
   */
  async use(manager: EntityManager, { userId, since }: AccountLink): Promise<boolean> {
    const isVoid = await manager.existsBy(UsedLink, { userId, since: LessThan(since), usedAt: MoreThanOrEqual(since) });
    if (isVoid) return false;
    // This use voids all that a later link has voided before.
    await manager.delete(UsedLink, { userId, since: MoreThanOrEqual(since) });
    const isThere = await manager.existsBy(User, { id: userId });
    if (isThere) await manager.insert(UsedLink, { id: newId(), userId, since, usedAt: this.clock.now() });
    return true;
  }

  /** Deletes what voids only links that have expired. */
  async purge(): Promise<void> {
    const before = new Date(this.clock.nowMs() - ACCOUNT_LINK_SECONDS * 1000);
    await deleteInBatches(this.dataSource, 'used_links', 'usedAt <= ?', [before]);
  }
}
