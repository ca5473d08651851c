import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { isDeadlock } from './database-errors.js';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 20;

/**
 * Runs the work in one transaction, READ COMMITTED on MySQL, and commits it when the work is done. On a deadlock the
 * whole work is run again, a few times, so it must have no effect outside the database. Use the manager that it is given:
 * on MySQL anything else goes over another connection and is not part of the transaction.
 *
 * @throws whatever the work throws, after the rollback
 */
export async function transact<T>(dataSource: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await dataSource.transaction(work);
    } catch (error) {
      if (attempt >= ATTEMPTS || !isDeadlock(error)) throw error;
      // Transactions that collided must not collide again in step.
      await wait(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
    }
  }
}
