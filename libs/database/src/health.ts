import type { DataSource } from 'typeorm';
import { findPrimaryPool } from './mysql/mysql-options.js';
import { findGate } from './sqlite/gate-data-source.js';

export interface PoolStats {
  /** Connections that are open. */
  total: number;
  /** Those of them that nobody uses. */
  idle: number;
  /** Callers that wait for one. */
  waiting: number;
}

/** Raised when the database did not answer in time; counts as an unavailable database. */
export class DatabaseCheckTimeoutError extends Error {
  readonly code = 'DATABASE_CHECK_TIMEOUT';
}

/**
 * Really asks the database.
 *
 * @throws when it does not answer within the time limit, or with an error
 */
export async function checkDatabase(dataSource: DataSource, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const error = new DatabaseCheckTimeoutError(`The database did not answer within ${timeoutMs} ms.`);
    timer = setTimeout(() => reject(error), timeoutMs);
  });
  try {
    await Promise.race([dataSource.query('SELECT 1'), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** The state of the connections to the primary server. SQLite has one connection, idle unless a transaction is open. */
export function poolStats(dataSource: DataSource): PoolStats {
  const pool = findPrimaryPool(dataSource);
  if (pool) return pool.stats();
  const gate = findGate(dataSource);
  if (!gate || !dataSource.isInitialized) return { total: 0, idle: 0, waiting: 0 };
  return { total: 1, idle: gate.isTaken ? 0 : 1, waiting: gate.waiting };
}
