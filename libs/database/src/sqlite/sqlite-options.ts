import type { DataSourceOptions, DatabaseType } from 'typeorm';
import { LibsqlDatabase } from './libsql-database.js';

type SqliteOptions = Extract<DataSourceOptions, { type: 'better-sqlite3' }>;

/** How long a statement waits for another process's lock. The wait blocks this process, so keep it short. */
const BUSY_TIMEOUT_MS = 3_000;

export const SQLITE_TYPE = 'better-sqlite3' satisfies DatabaseType;

/** @param path the database file; a missing directory is created */
export function sqliteOptions(path: string): SqliteOptions {
  return {
    type: SQLITE_TYPE,
    database: path,
    driver: LibsqlDatabase,
    timeout: BUSY_TIMEOUT_MS,
    // The driver caches statements per runner; LibsqlDatabase caches them for all runners.
    statementCacheSize: 0,
    prepareDatabase: prepareDatabase,
  };
}

/** With a write-ahead log and full synchronisation, acknowledged commits survive a crash and a power cut. */
function prepareDatabase(database: LibsqlDatabase): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
}
