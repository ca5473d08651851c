import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import type { Settings } from '@app/config';
import { createDataSource, isSqlite } from './data-source.js';
import { isError } from './database-errors.js';
import { migrations } from './migrations/index.js';
import { DatabaseStartError, openDataSource } from './open-data-source.js';

/** How long to wait for another process that is migrating the same database. */
const LOCK_PATIENCE_SECONDS = 300;
const LOCK_NAME = "CONCAT('carqr-migrate-', LEFT(SHA2(DATABASE(), 256), 40))";
const NO_SUCH_TABLE = 1146;

/**
 * Runs the pending migrations. A lock serialises processes that do so concurrently.
 *
 * @returns the names of the migrations that were run
 * @throws DatabaseStartError when the database cannot be reached
 */
export async function migrate(settings: Pick<Settings, 'database'>): Promise<string[]> {
  // A migration may rewrite a large table: its queries have no time limit.
  const dataSource = createDataSource(settings, { queryTimeoutMs: 0 });
  await openDataSource(dataSource, settings.database);
  try {
    return await migrateDataSource(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

export async function migrateDataSource(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    const run = isSqlite(dataSource) ? migrateSqlite : migrateMysql;
    return await run(dataSource, runner);
  } finally {
    await runner.release();
  }
}

/**
 * One transaction around everything, which takes the write lock before it reads the list of migrations. Foreign keys
 * must be off, because rebuilding a table drops it and would cascade; they can only be switched outside a transaction.
 */
async function migrateSqlite(dataSource: DataSource, runner: QueryRunner): Promise<string[]> {
  await runner.beforeMigration();
  try {
    await runner.startTransaction();
    try {
      const names = await runPending(dataSource, runner);
      await runner.commitTransaction();
      return names;
    } catch (error) {
      await runner.rollbackTransaction();
      throw error;
    }
  } finally {
    await runner.afterMigration();
  }
}

/** MySQL commits at every schema change, so a named server lock keeps other processes out. */
async function migrateMysql(dataSource: DataSource, runner: QueryRunner): Promise<string[]> {
  const rows = (await runner.query(`SELECT GET_LOCK(${LOCK_NAME}, ?) AS isOurs`, [LOCK_PATIENCE_SECONDS])) as {
    isOurs: number | null;
  }[];
  if (rows[0]?.isOurs !== 1) throw new DatabaseStartError('Another process is still migrating the database.');
  try {
    return await runPending(dataSource, runner);
  } finally {
    await runner.query(`DO RELEASE_LOCK(${LOCK_NAME})`);
  }
}

async function runPending(dataSource: DataSource, runner: QueryRunner): Promise<string[]> {
  const done = await new MigrationExecutor(dataSource, runner).executePendingMigrations();
  return done.map(({ name }) => name);
}

/** @throws DatabaseStartError when the database is not up to date */
export async function requireMigrated(dataSource: DataSource): Promise<void> {
  const done = await findDoneMigrations(dataSource);
  const lacking = migrations.filter(({ name }) => !done.has(name)).length;
  if (lacking === 0) return;
  const count = lacking === 1 ? '1 migration' : `${lacking} migrations`;
  throw new DatabaseStartError(`The database lacks ${count}: run \`npm run migrate\` first.`);
}

async function findDoneMigrations(dataSource: DataSource): Promise<Set<string>> {
  try {
    const rows = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations');
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    // A new database has no migrations table yet.
    if (isError(error) && (error as { errno?: unknown }).errno === NO_SUCH_TABLE) return new Set();
    throw error;
  }
}
