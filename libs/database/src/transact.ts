import { setTimeout as wait } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { isDeadlock } from './database-errors.js';
import { RowTurns } from './row-turns.js';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 20;
/** No retry starts later than this, so that a request is answered within 10 s. */
const LAST_START_MS = 4_000;

type Hook = () => void | Promise<void>;

const logger = new Logger('Database');
const turns = new WeakMap<DataSource, RowTurns>();
/** The hooks of each open transaction. Nested transactions share the query runner, and so the hooks. */
const openHooks = new WeakMap<QueryRunner, Hook[]>();

/**
 * Runs the work in one transaction, READ COMMITTED on MySQL, and commits it when the work is done. On a deadlock the
 * whole work is retried a few times, so it must have no side effects outside the database: leave those to `afterCommit`.
 * Use the manager passed to it: on MySQL anything else uses another connection outside the transaction.
 *
 * A lock wait that times out is not retried: a row locked for seconds is likely to stay locked.
 *
 * @param where the data source, or the manager of a transaction, to run the work in a savepoint of that transaction
 * @param row the row that the work locks first, such as `order:ID`; few transactions of this process hold a connection for it
 * @returns what the work returns, once the transaction is committed and its hooks have run
 * @throws RowBusyError when the row stays contended for too long; any error of the work, after the rollback
 */
export async function transact<T>(
  where: DataSource | EntityManager,
  work: (manager: EntityManager) => Promise<T>,
  row?: string,
): Promise<T> {
  if (!(where instanceof DataSource)) return runNested(where, work);
  const startMs = performance.now();
  const hooks: Hook[] = [];
  const attempt = (): Promise<T> => retryDeadlocks(() => runOnce(where, work, hooks), startMs);
  const result = await (row === undefined ? attempt() : turnsOf(where).run(row, attempt));
  await runHooks(hooks);
  return result;
}

/**
 * Runs the hook after `transact` commits: once, in the order of registration, and not at all when the transaction or the
 * savepoint it was registered in is rolled back. A failing hook is logged and affects neither the caller of `transact`
 * nor the other hooks. The hook is lost if the process dies before it runs, so use it only to speed up work that would
 * be found anyway.
 *
 * @throws Error outside a transaction of `transact`
 */
export function afterCommit(manager: EntityManager, hook: Hook): void {
  hooksOf(manager).push(hook);
}

async function runOnce<T>(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<T>,
  hooks: Hook[],
): Promise<T> {
  hooks.length = 0;
  return dataSource.transaction(async (manager) => {
    const { queryRunner } = manager;
    if (!queryRunner) throw new Error('A transaction has a query runner.');
    openHooks.set(queryRunner, hooks);
    try {
      return await work(manager);
    } finally {
      openHooks.delete(queryRunner);
    }
  });
}

async function runNested<T>(manager: EntityManager, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  const hooks = hooksOf(manager);
  const before = hooks.length;
  try {
    return await manager.transaction(work);
  } catch (error) {
    hooks.length = before;
    throw error;
  }
}

function hooksOf({ queryRunner }: EntityManager): Hook[] {
  const hooks = queryRunner && openHooks.get(queryRunner);
  if (!hooks) throw new Error('There is no transaction of transact() to wait for.');
  return hooks;
}

async function runHooks(hooks: readonly Hook[]): Promise<void> {
  for (const hook of hooks) {
    try {
      await hook();
    } catch (error) {
      logger.error('A hook failed after the commit; the change itself is stored.', error);
    }
  }
}

async function retryDeadlocks<T>(run: () => Promise<T>, startMs: number): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isDeadlock(error) || performance.now() - startMs > LAST_START_MS) throw error;
      // Jitter, so that transactions that deadlocked do not retry in step.
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
