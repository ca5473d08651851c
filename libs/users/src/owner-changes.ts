import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { transact } from '@app/database';
import { lockUser } from './user-locks.js';

/**
 * Called inside the transaction that changes an owner's data, before the change. What it returns is called once the
 * transaction is committed, or has failed.
 */
export type OwnerChangeListener = (manager: EntityManager, userId: string) => Promise<() => Promise<void>>;

/**
 * Tells whoever keeps copies of an owner's data that it is about to change, and that it has changed.
 *
 * Everything that a scanner can see of an owner (profile, car, codes) is changed by `run`, one change after the other: so
 * no code is made between the moment a listener lists an owner's codes and the commit.
 */
@Injectable()
export class OwnerChanges {
  private readonly logger = new Logger(OwnerChanges.name);
  private readonly listeners: OwnerChangeListener[] = [];

  constructor(private readonly dataSource: DataSource) {}

  /** Registers a keeper of copies, for as long as the application runs. */
  register(listener: OwnerChangeListener): void {
    this.listeners.push(listener);
  }

  /**
   * Runs a change like `transact`, with the owner's row locked, between the two calls of every listener.
   *
   * A listener that cannot be told beforehand prevents the change. One that cannot be told afterwards does not undo it:
   * listeners must have made sure by then that nothing stale outlives them for long.
   */
  async run<T>(userId: string, change: (manager: EntityManager) => Promise<T>): Promise<T> {
    const finishers: (() => Promise<void>)[] = [];
    const work = async (manager: EntityManager): Promise<T> => {
      await lockUser(manager, userId);
      for (const listener of this.listeners) finishers.push(await listener(manager, userId));
      return change(manager);
    };
    try {
      return await transact(this.dataSource, work, `user:${userId}`);
    } finally {
      for (const outcome of await Promise.allSettled(finishers.map((finish) => finish()))) {
        if (outcome.status === 'rejected') {
          this.logger.warn('Cache invalidation failed; marked entries are not served and expire.', outcome.reason);
        }
      }
    }
  }
}
