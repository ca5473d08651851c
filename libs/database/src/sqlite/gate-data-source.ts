import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, QueryRunner } from 'typeorm';
import { GatedQueryRunner } from './gated-query-runner.js';
import { TransactionGate } from './transaction-gate.js';

/** The transaction of the current asynchronous call chain. */
export interface TransactionScope {
  owner?: GatedQueryRunner;
  /** Work that outlives the transaction it started in no longer belongs to it. */
  isOver: boolean;
}

const gates = new WeakMap<DataSource, TransactionGate>();

/**
 * Makes concurrent use of SQLite's single connection safe. TypeORM shares one query runner among all callers, so one
 * call's statements land in another call's transaction. Here every caller has its own runner behind a gate: transactions
 * queue, other queries wait while one is open, and calls made within a transaction, even through a repository or the
 * data source, join it.
 */
export function gateDataSource(dataSource: DataSource): void {
  const gate = new TransactionGate();
  const scope = new AsyncLocalStorage<TransactionScope>();
  gates.set(dataSource, gate);

  const { driver, manager } = dataSource;
  const createSharedRunner = driver.createQueryRunner.bind(driver);
  driver.createQueryRunner = (mode): QueryRunner => {
    const runner = createSharedRunner(mode);
    // Clear the driver's cached runner, or it is handed out again.
    Object.assign(driver, { queryRunner: undefined });
    return new GatedQueryRunner(runner, gate, scope).runner;
  };

  const transaction = manager.transaction.bind(manager) as (...parameters: unknown[]) => Promise<unknown>;
  const scoped = async (...parameters: unknown[]): Promise<unknown> => {
    if (scope.getStore()?.owner) return transaction(...parameters);
    const own: TransactionScope = { isOver: false };
    try {
      return await scope.run(own, () => transaction(...parameters));
    } finally {
      own.isOver = true;
    }
  };
  manager.transaction = scoped;
}

export function findGate(dataSource: DataSource): TransactionGate | undefined {
  return gates.get(dataSource);
}
