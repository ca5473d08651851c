import type { DataSource } from 'typeorm';
import { findPrimaryPool } from './mysql/mysql-options.js';
import { findGate } from './sqlite/gate-data-source.js';

export interface PoolStats {
  /** Open connections. */
  total: number;
  /** Idle connections. */
  idle: number;
  /** Callers waiting for a connection. */
  waiting: number;
}

/** Thrown when the health query times out; `isDatabaseUnavailable` is true for it. */
export class DatabaseCheckTimeoutError extends Error {
  readonly code = 'DATABASE_CHECK_TIMEOUT';
}

/**
 * Runs a query on the database.
 *
 * @throws when the query fails or exceeds the time limit
 */
export async function checkDatabase(dataSource: DataSource, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const error = new DatabaseCheckTimeoutError(`The database did not respond within ${timeoutMs} ms.`);
    timer = setTimeout(() => reject(error), timeoutMs);
  });
  try {
    await Promise.race([dataSource.query('SELECT 1'), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** The pool's state for the primary server. SQLite has one connection, idle unless a transaction is open. */
export function poolStats(dataSource: DataSource): PoolStats {
  const pool = findPrimaryPool(dataSource);
  if (pool) return pool.stats();
  const gate = findGate(dataSource);
  if (!gate || !dataSource.isInitialized) return { total: 0, idle: 0, waiting: 0 };
  return { total: 1, idle: gate.isTaken ? 0 : 1, waiting: gate.waiting };
}
