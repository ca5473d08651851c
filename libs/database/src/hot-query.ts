import type { ResultSetHeader } from 'mysql2';
import { type DataSource, EntityManager, QueryFailedError, type QueryRunner } from 'typeorm';
import type { GuardedPool } from './mysql/guarded-pool.js';
import { isError } from './database-errors.js';
import { findPrimaryPool } from './mysql/mysql-options.js';

/**
 * Reads rows as `dataSource.query` does, with `?` for parameters and the same errors and time limits, but without
 * TypeORM's overhead: on MySQL it goes straight to the primary's pool. For the hottest routes.
 */
export async function hotQuery<Row>(
  dataSource: DataSource,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  const pool = findPrimaryPool(dataSource);
  if (!pool) return dataSource.query<Row[]>(sql, [...parameters]);
  try {
    return (await pool.query(sql, parameters)) as Row[];
  } catch (error) {
    throw asQueryFailed(error, sql, parameters);
  }
}

/**
 * Reads rows that may be slightly stale, such as a report's: from a reachable replica, else from the primary. A user's
 * latest writes may be missing.
 */
export async function replicaQuery<Row>(
  dataSource: DataSource,
  sql: string,
  parameters: readonly unknown[],
): Promise<Row[]> {
  const runner = dataSource.createQueryRunner('slave');
  try {
    return (await runner.query(sql, [...parameters])) as Row[];
  } finally {
    await runner.release();
  }
}

/**
 * Runs a statement that returns no rows, within the transaction when given its manager.
 *
 * @returns how many rows it inserted or deleted, or found for its update, whether or not they changed
 */
export async function execute(
  target: DataSource | EntityManager,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<number> {
  const transaction = target instanceof EntityManager ? target.queryRunner : undefined;
  if (transaction) return countAffected(transaction, sql, parameters);
  const dataSource = target instanceof EntityManager ? target.dataSource : target;
  const pool = findPrimaryPool(dataSource);
  if (pool) return countAffectedDirectly(pool, sql, parameters);
  const runner = dataSource.createQueryRunner();
  try {
    return await countAffected(runner, sql, parameters);
  } finally {
    await runner.release();
  }
}

async function countAffected(runner: QueryRunner, sql: string, parameters: readonly unknown[]): Promise<number> {
  const result = await runner.query(sql, [...parameters], true);
  return result.affected ?? 0;
}

async function countAffectedDirectly(pool: GuardedPool, sql: string, parameters: readonly unknown[]): Promise<number> {
  try {
    return ((await pool.query(sql, parameters)) as ResultSetHeader).affectedRows;
  } catch (error) {
    throw asQueryFailed(error, sql, parameters);
  }
}

function asQueryFailed(error: unknown, sql: string, parameters: readonly unknown[]): unknown {
  return isError(error) ? new QueryFailedError(sql, [...parameters], error) : error;
}
