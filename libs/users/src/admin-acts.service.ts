import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SecurityEvents } from '@app/audit';
import { Clock } from '@app/clock';
import { newId } from '@app/database';
import type { Page, PageRequest } from '@app/http';
import { AdminAct } from './admin-act.entity.js';

/** The record of what admins did. It can be added to and read, and nothing else. */
@Injectable()
export class AdminActs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly securityEvents: SecurityEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes an act down, inside the transaction of the act itself: neither is there without the other.
   *
   * @param reason the admin's own words; they should name nobody
   */
  async record(
    manager: EntityManager,
    {
      adminId,
      act,
      subject,
      reason = null,
    }: Pick<AdminAct, 'adminId' | 'act' | 'subject'> & { reason?: string | null },
  ): Promise<void> {
    await manager.insert(AdminAct, { id: newId(), adminId, act, subject, reason, at: this.clock.now() });
    this.securityEvents.announceAfterCommit(manager, { event: 'admin-act', method: act }, { userId: adminId, subject });
  }

  /** What was done to an account, as its owner is told, oldest first: neither by whom nor in what words. */
  async listActsUpon(userId: string): Promise<{ act: string; at: string }[]> {
    const acts = await this.dataSource
      .getRepository(AdminAct)
      .find({ where: { subject: userId }, order: { at: 'ASC' } });
    return acts.map(({ act, at }) => ({ act, at: at.toISOString() }));
  }

  /** One page of all acts, newest first. */
  async listPage({ position, from, to, limit, offset }: PageRequest): Promise<Page<AdminAct>> {
    const acts = this.dataSource.getRepository(AdminAct).createQueryBuilder('act');
    if (from) acts.andWhere('act.at >= :from', { from });
    if (to) acts.andWhere('act.at < :to', { to });
    // One row more than the page shows whether any follow.
    const page = acts
      .clone()
      .orderBy('act.at', 'DESC')
      .addOrderBy('act.id', 'DESC')
      .limit(limit + 1);
    if (position) {
      const after = { after: new Date(position.afterMs), afterId: position.afterId };
      page.andWhere('(act.at < :after OR (act.at = :after AND act.id < :afterId))', after);
    } else {
      page.offset(offset);
    }
    const [rows, total] = await Promise.all([page.getMany(), position ? position.total : acts.getCount()]);
    return { rows: rows.slice(0, limit), total, hasMore: rows.length > limit };
  }
}
