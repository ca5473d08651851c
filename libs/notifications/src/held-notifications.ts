import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '@app/clock';
import { execute, hotQuery, placeholders, transact } from '@app/database';
import { KEPT_DAYS } from './notifications.repository.js';

const DAY_MS = 86_400_000;

/** Scan alerts that are kept, with what they say, until their owner confirms an e-mail address. */
@Injectable()
export class HeldNotifications {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async hold(ids: readonly string[]): Promise<void> {
    await execute(
      this.dataSource,
      `UPDATE notifications SET status = 'held', lastError = NULL
        WHERE id IN (${placeholders(ids)}) AND status = 'waiting'`,
      ids,
    );
  }

  /**
   * Makes a user's newest held alerts due now, and drops the others.
   *
   * @returns the ids of those that are due
   */
  async release(userId: string, limit: number): Promise<string[]> {
    const held = await hotQuery<{ id: string }>(
      this.dataSource,
      "SELECT id FROM notifications WHERE userId = ? AND status = 'held' ORDER BY id DESC LIMIT ?",
      [userId, limit],
    );
    const ids = held.map(({ id }) => id);
    const oldest = ids.at(-1);
    if (oldest === undefined) return [];
    await execute(
      this.dataSource,
      `UPDATE notifications SET status = 'waiting', dueAt = ?
        WHERE id IN (${placeholders(ids)}) AND status = 'held'`,
      [this.clock.now(), ...ids],
    );
    await this.drop('userId = ? AND id < ?', [userId, oldest]);
    return ids;
  }

  async dropByKey(onceKey: string): Promise<void> {
    await this.drop('onceKey = ?', [onceKey]);
  }

  private async drop(condition: string, params: readonly unknown[]): Promise<void> {
    const now = this.clock.now();
    const dueAt = new Date(now.getTime() + KEPT_DAYS * DAY_MS);
    // A request waits for this, so a deadlock with a worker is retried.
    await transact(this.dataSource, (manager) =>
      execute(
        manager,
        `UPDATE notifications SET status = 'dropped', payload = NULL, finishedAt = ?, dueAt = ?
          WHERE status = 'held' AND ${condition}`,
        [now, dueAt, ...params],
      ),
    );
  }
}
