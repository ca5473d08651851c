import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, MoreThan } from 'typeorm';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import {
  deleteInBatches,
  execute,
  hotQuery,
  isMissingReference,
  isUniqueViolation,
  placeholders,
  readMoment,
} from '@app/database';
import type { NoticeKind } from './notice.js';
import { Notification, type NotificationStatus } from './notification.entity.js';

const COLUMNS = [
  'id',
  'kind',
  'userId',
  'carId',
  'onceKey',
  'payload',
  'status',
  'attempts',
  'dueAt',
  'lastError',
  'createdAt',
  'finishedAt',
] as const satisfies readonly (keyof Notification)[];
const INSERT = `INSERT INTO notifications (${COLUMNS.join(', ')}) VALUES (${placeholders(COLUMNS)})`;
const PAGE_SIZE = 500;
const DAY_SECONDS = 86_400;
/** How long the row of a notice stays once it is finished. */
export const KEPT_DAYS = 30;
/** Anybody can request codes, so their rows must not pile up; nobody asks about an old one. */
const CODES_KEPT_DAYS = 1;
const CODE_KINDS: readonly NoticeKind[] = ['email-code', 'sign-in-code'];
/** No worker needs longer for one delivery, its time limits added up. */
export const CLAIM_SECONDS = 180;
/** The length of the column that keeps why a notice was not delivered. */
const MAX_REASON_LENGTH = 100;

export type NewNotification = Pick<Notification, 'id' | 'kind' | 'userId' | 'carId' | 'onceKey' | 'payload'>;
/** A notice that this worker, and no other, delivers now. */
export type Claim = Pick<Notification, 'id' | 'kind' | 'userId' | 'carId' | 'attempts' | 'lastError'> & {
  payload: string;
};
export type Untold = Pick<Notification, 'kind' | 'createdAt' | 'status'>;
export type Waiting = { id: string; payload: string };

/**
 * The rows of the outbox. Every change of a status is conditional, so that any number of workers may try: whoever changed
 * one row was the one.
 */
@Injectable()
export class NotificationsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @returns false when one with the same `onceKey` is there already, or its reader is gone */
  async add(manager: EntityManager, notification: NewNotification): Promise<boolean> {
    const now = this.clock.now();
    const row: Omit<Notification, 'user' | 'car'> = {
      ...notification,
      status: 'waiting',
      attempts: 0,
      dueAt: now,
      lastError: null,
      createdAt: now,
      finishedAt: null,
    };
    try {
      await execute(
        manager,
        INSERT,
        COLUMNS.map((column) => row[column]),
      );
      return true;
    } catch (error) {
      if (isUniqueViolation(error, 'uq_notifications_once') || isMissingReference(error)) return false;
      throw error;
    }
  }

  /** Ids of what may be claimed now, the longest waiting first. */
  async listDue(limit: number): Promise<string[]> {
    const rows = await hotQuery<{ id: string }>(
      this.dataSource,
      "SELECT id FROM notifications WHERE status = 'waiting' AND dueAt <= ? ORDER BY dueAt LIMIT ?",
      [this.clock.now(), limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Claims a notice for a while; a worker that dies meanwhile leaves it to another one. */
  async claim(id: string): Promise<Claim | null> {
    const now = this.clock.now();
    const [row] = await hotQuery<Claim>(
      this.dataSource,
      "SELECT id, kind, userId, carId, payload, attempts, lastError FROM notifications WHERE id = ? AND status = 'waiting' AND dueAt <= ?",
      [id, now],
    );
    if (!row) return null;
    const claimed = await execute(
      this.dataSource,
      `UPDATE notifications SET attempts = attempts + 1, dueAt = ?
        WHERE id = ? AND status = 'waiting' AND attempts = ? AND dueAt <= ?`,
      [after(now, CLAIM_SECONDS), id, row.attempts, now],
    );
    return claimed === 1 ? { ...row, attempts: row.attempts + 1 } : null;
  }

  /** What waits to be told of a car, whoever has claimed it: one notice in any case, and the oldest others. */
  listWaitingOf(carId: string, firstId: string, limit: number): Promise<Waiting[]> {
    return hotQuery<Waiting>(
      this.dataSource,
      `SELECT id, payload FROM notifications WHERE carId = ? AND status = 'waiting'
        ORDER BY CASE WHEN id = ? THEN 0 ELSE 1 END, id LIMIT ?`,
      [carId, firstId, limit],
    );
  }

  /** Ends the life of notices: what they say is wiped, and the rows go later. */
  async finish(ids: readonly string[], status: Extract<NotificationStatus, 'sent' | 'dropped'>): Promise<void> {
    const now = this.clock.now();
    await execute(
      this.dataSource,
      `UPDATE notifications SET status = ?, payload = NULL, lastError = NULL, finishedAt = ?,
        dueAt = CASE WHEN kind IN (${placeholders(CODE_KINDS)}) THEN ? ELSE ? END
        WHERE id IN (${placeholders(ids)}) AND status = 'waiting'`,
      [
        status,
        now,
        ...CODE_KINDS,
        after(now, CODES_KEPT_DAYS * DAY_SECONDS),
        after(now, KEPT_DAYS * DAY_SECONDS),
        ...ids,
      ],
    );
  }

  /** Gives a claim back after a failure. */
  async retryAt(claim: Claim, dueAt: Date, reason: string): Promise<void> {
    await this.changeClaimed(claim, 'dueAt = ?, lastError = ?', [dueAt, cut(reason)]);
  }

  /** Notes of several notices, which were one mail, why that failed. */
  async noteError(ids: readonly string[], reason: string): Promise<void> {
    await execute(
      this.dataSource,
      `UPDATE notifications SET lastError = ? WHERE id IN (${placeholders(ids)}) AND status = 'waiting'`,
      [cut(reason), ...ids],
    );
  }

  /** Gives a claim back because it is not its turn; this was no attempt. */
  async postpone(claim: Claim, dueAt: Date): Promise<void> {
    await this.changeClaimed(claim, 'dueAt = ?, attempts = attempts - 1', [dueAt]);
  }

  /** Puts aside what can never be delivered. */
  async park(ids: readonly string[], reason: string): Promise<void> {
    await execute(
      this.dataSource,
      `UPDATE notifications SET status = 'parked', lastError = ?, finishedAt = ?
        WHERE id IN (${placeholders(ids)}) AND status = 'waiting'`,
      [cut(reason), this.clock.now(), ...ids],
    );
  }

  /**
   * @param mayInterrupt whether the turn is taken during a pause, too
   * @returns when the car's turn comes, or null when it is ours now, for as long as a claim
   */
  async takeTurn(carId: string, mayInterrupt: boolean): Promise<Date | null> {
    const now = this.clock.now();
    const until = after(now, CLAIM_SECONDS);
    const isFree = mayInterrupt ? '(freeAt <= ? OR freeAt = pausedUntil)' : 'freeAt <= ?';
    const taken = await execute(
      this.dataSource,
      `UPDATE alert_turns SET freeAt = ?, pausedUntil = NULL WHERE carId = ? AND ${isFree}`,
      [until, carId, now],
    );
    if (taken === 1) return null;
    try {
      await execute(this.dataSource, 'INSERT INTO alert_turns (carId, freeAt) VALUES (?, ?)', [carId, until]);
      return null;
    } catch (error) {
      // The car was deleted, and its notices with it.
      if (isMissingReference(error)) return until;
      if (!isUniqueViolation(error)) throw error;
    }
    const [turn] = await hotQuery<{ freeAt: unknown }>(
      this.dataSource,
      'SELECT freeAt FROM alert_turns WHERE carId = ?',
      [carId],
    );
    return turn ? readMoment(turn.freeAt) : until;
  }

  /** Gives the turn back; until then it is a pause. */
  async freeTurnAt(carId: string, freeAt: Date): Promise<void> {
    await execute(this.dataSource, 'UPDATE alert_turns SET freeAt = ?, pausedUntil = ? WHERE carId = ?', [
      freeAt,
      freeAt,
      carId,
    ]);
  }

  /** Removes what was finished long ago, and what was never told and is older than scanners' data may be. */
  async purge(): Promise<void> {
    const now = this.clock.now();
    for (const status of ['sent', 'dropped'] satisfies NotificationStatus[]) {
      await deleteInBatches(this.dataSource, 'notifications', 'status = ? AND dueAt <= ?', [status, now]);
    }
    const oldest = new Date(now.getTime() - this.settings.scanRetentionDays * DAY_SECONDS * 1000);
    for (const status of ['waiting', 'parked', 'held'] satisfies NotificationStatus[]) {
      await deleteInBatches(this.dataSource, 'notifications', 'status = ? AND createdAt < ?', [status, oldest]);
    }
  }

  /**
   * What a user has not been told yet, without what it says: much of that is about others. Read page by page as it is
   * consumed.
   */
  async *listUntoldOf(userId: string): AsyncGenerator<Untold> {
    let after = '';
    for (;;) {
      const rows = await this.dataSource.getRepository(Notification).find({
        select: { id: true, kind: true, createdAt: true, status: true },
        where: { userId, status: In(['waiting', 'parked', 'held']), id: MoreThan(after) },
        order: { id: 'ASC' },
        take: PAGE_SIZE,
      });
      yield* rows.map(({ kind, createdAt, status }) => ({ kind, createdAt, status }));
      const last = rows.at(-1);
      if (!last || rows.length < PAGE_SIZE) return;
      after = last.id;
    }
  }

  /** Notices that still hold what they say, by their once keys. */
  async listUnsentByKeys(manager: EntityManager, onceKeys: readonly string[]): Promise<Waiting[]> {
    const sql = `SELECT id, payload FROM notifications WHERE onceKey IN (${placeholders(onceKeys)}) AND payload IS NOT NULL`;
    return manager.query<Waiting[]>(sql, [...onceKeys]);
  }

  /** Leaves a notice alone that was sent meanwhile. */
  async replacePayload(manager: EntityManager, id: string, payload: string): Promise<void> {
    await execute(manager, 'UPDATE notifications SET payload = ? WHERE id = ? AND payload IS NOT NULL', [payload, id]);
  }

  private async changeClaimed({ id, attempts }: Claim, assignments: string, values: unknown[]): Promise<void> {
    await execute(
      this.dataSource,
      `UPDATE notifications SET ${assignments} WHERE id = ? AND status = 'waiting' AND attempts = ?`,
      [...values, id, attempts],
    );
  }
}

function after(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000);
}

function cut(reason: string): string {
  return reason.slice(0, MAX_REASON_LENGTH);
}
