import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { isDeadlock } from './database-errors.js';
import { RowTurns } from './row-turns.js';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 20;
/** No retry starts later than this, so that a request is answered within 10 s. */
const LAST_START_MS = 4_000;

const turns = new WeakMap<DataSource, RowTurns>();

/**
 * Runs the work in one transaction, READ COMMITTED on MySQL, and commits it when the work is done. On a deadlock the
 * whole work is run again, a few times, so it must have no effect outside the database. Use the manager that it is given:
 * on MySQL anything else goes over another connection and is not part of the transaction.
 *
 * A lock wait that times out is not retried: who holds the row for seconds will hold it for more.
 *
 * @param row the row that the work locks first, such as `order:ID`; few transactions of this process hold a connection for it
 * @throws RowBusyError when others use the row for too long; whatever the work throws, after the rollback
 */
export async function transact<T>(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<T>,
  row?: string,
): Promise<T> {
  const startMs = performance.now();
  const attempt = (): Promise<T> => retryDeadlocks(() => dataSource.transaction(work), startMs);
  return row === undefined ? attempt() : turnsOf(dataSource).run(row, attempt);
}

async function retryDeadlocks<T>(run: () => Promise<T>, startMs: number): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isDeadlock(error) || performance.now() - startMs > LAST_START_MS) throw error;
      // Transactions that collided must not collide again in step.
      await wait(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
    }
  }
}

function turnsOf(dataSource: DataSource): RowTurns {
  const known = turns.get(dataSource);
  if (known) return known;
  const made = new RowTurns();
  turns.set(dataSource, made);
  return made;
}
