import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '@app/clock';
import { execute, hotQuery, readMoment } from '@app/database';
import type { NoticeKind } from './notice.js';

const SELECT = 'SELECT id, kind, userId, attempts, lastError, createdAt FROM notifications';

/** What support may know of a notice that could not be delivered: nothing of what it says. */
export interface ParkedNotification {
  id: string;
  kind: NoticeKind;
  userId: string | null;
  attempts: number;
  lastError: string | null;
  createdAt: Date;
}

type ParkedRow = Omit<ParkedNotification, 'createdAt'> & { createdAt: unknown };

/** Which parked notices are meant, by when they were written down; everything is optional. */
export interface ParkedRange {
  from?: Date | null;
  /** Not included. */
  to?: Date | null;
  /** Those that follow this one in a list. */
  after?: Pick<ParkedNotification, 'createdAt' | 'id'> | null;
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

  /**
   * Parked notices, newest first.
   *
   * @param which all of them when empty
   * @param limit how many at the most
   */
  async list(which: ParkedRange, limit: number, offset = 0): Promise<ParkedNotification[]> {
    const { sql, params } = where(which);
    const rows = await hotQuery<ParkedRow>(
      this.dataSource,
      `${SELECT} ${sql} ORDER BY createdAt DESC, id DESC LIMIT ? OFFSET ?`,
      [...params, limit, offset],
    );
    return rows.map(readParked);
  }

  /** How many `list` would list without a limit. */
  async countIn(which: ParkedRange): Promise<number> {
    const { sql, params } = where(which);
    const counts = `SELECT COUNT(*) AS count FROM notifications ${sql}`;
    const [row] = await hotQuery<{ count: unknown }>(this.dataSource, counts, params);
    return Number(row?.count);
  }

  /** @returns null when no such notice is parked */
  async find(id: string): Promise<ParkedNotification | null> {
    const [row] = await hotQuery<ParkedRow>(this.dataSource, `${SELECT} WHERE id = ? AND status = 'parked'`, [id]);
    return row ? readParked(row) : null;
  }

  /**
   * Lets parked notices be tried again at once.
   *
   * @param id one of them; all when absent
   * @returns how many there were
   */
  async retry(id?: string, manager: EntityManager = this.dataSource.manager): Promise<number> {
    const which = id === undefined ? { sql: '', params: [] } : { sql: ' AND id = ?', params: [id] };
    return execute(
      manager,
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

function where({ from, to, after }: ParkedRange): { sql: string; params: unknown[] } {
  const conditions = ["status = 'parked'"];
  const params: unknown[] = [];
  const demand = (sql: string, ...values: unknown[]): void => {
    conditions.push(sql);
    params.push(...values);
  };
  if (from) demand('createdAt >= ?', from);
  if (to) demand('createdAt < ?', to);
  if (after) demand('(createdAt < ? OR (createdAt = ? AND id < ?))', after.createdAt, after.createdAt, after.id);
  return { sql: `WHERE ${conditions.join(' AND ')}`, params };
}

function readParked(row: ParkedRow): ParkedNotification {
  return { ...row, createdAt: readMoment(row.createdAt) };
}
