import type { DataSourceOptions, DatabaseType } from 'typeorm';
import { LibsqlDatabase } from './libsql-database.js';

type SqliteOptions = Extract<DataSourceOptions, { type: 'better-sqlite3' }>;

/** How long a statement waits for a lock of another process. It blocks this process, so it must be short. */
const BUSY_TIMEOUT_MS = 3_000;

export const SQLITE_TYPE = 'better-sqlite3' satisfies DatabaseType;

/** @param path where the database file is; its directory is made when it is missing */
export function sqliteOptions(path: string): SqliteOptions {
  return {
    type: SQLITE_TYPE,
    database: path,
    driver: LibsqlDatabase,
    timeout: BUSY_TIMEOUT_MS,
    // The driver keeps statements for one runner only; LibsqlDatabase keeps them for all.
    statementCacheSize: 0,
    prepareDatabase: prepareDatabase,
  };
}

/** With a write-ahead log and full synchronisation a commit that was acknowledged outlives both a crash and a power cut. */
function prepareDatabase(database: LibsqlDatabase): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
}
