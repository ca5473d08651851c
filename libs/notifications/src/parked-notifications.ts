import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '@app/clock';
import { execute, hotQuery, readMoment } from '@app/database';
import type { NoticeKind } from './notice.js';

const LIST_LIMIT = 200;

/** What support may know of a notice that could not be delivered: nothing of what it says. */
export interface ParkedNotification {
  id: string;
  kind: NoticeKind;
  userId: string | null;
  attempts: number;
  lastError: string | null;
  createdAt: Date;
}

export interface OutboxFigures {
  waiting: number;
  parked: number;
  /** How long the notice that is overdue the longest has been so; 0 when none is. */
  overdueSeconds: number;
}

/** What operators and support see of the outbox, and what they can do. */
@Injectable()
export class ParkedNotifications {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The newest two hundred, newest first. */
  async list(): Promise<ParkedNotification[]> {
    const rows = await hotQuery<ParkedNotification & { createdAt: unknown }>(
      this.dataSource,
      `SELECT id, kind, userId, attempts, lastError, createdAt FROM notifications
        WHERE status = 'parked' ORDER BY dueAt DESC LIMIT ?`,
      [LIST_LIMIT],
    );
    return rows.map((row) => ({ ...row, createdAt: readMoment(row.createdAt) }));
  }

  /**
   * Lets parked notices be tried again at once.
   *
   * @param id one of them; all when absent
   * @returns how many there were
   */
  async retry(id?: string): Promise<number> {
    const which = id === undefined ? { sql: '', params: [] } : { sql: ' AND id = ?', params: [id] };
    return execute(
      this.dataSource,
      `UPDATE notifications SET status = 'waiting', dueAt = ?, finishedAt = NULL WHERE status = 'parked'${which.sql}`,
      [this.clock.now(), ...which.params],
    );
  }

  async count(): Promise<OutboxFigures> {
    const rows = await hotQuery<{ status: string; count: unknown; dueAt: unknown }>(
      this.dataSource,
      `SELECT status, COUNT(*) AS count, MIN(dueAt) AS dueAt FROM notifications
        WHERE status IN ('waiting', 'parked') GROUP BY status`,
    );
    const waiting = rows.find(({ status }) => status === 'waiting');
    const overdueMs = waiting ? this.clock.nowMs() - readMoment(waiting.dueAt).getTime() : 0;
    return {
      waiting: Number(waiting?.count ?? 0),
      parked: Number(rows.find(({ status }) => status === 'parked')?.count ?? 0),
      overdueSeconds: Math.max(0, overdueMs / 1000),
    };
  }
}
