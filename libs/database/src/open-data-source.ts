import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { DatabaseSettings } from '@app/config';
import { isDatabaseUnavailable, isError } from './database-errors.js';
import { describeServer } from './mysql/mysql-options.js';

/** How long to wait for a database that starts together with the program. */
const PATIENCE_MS = 20_000;
const PAUSE_MS = 500;
/** Errors of a server that is up but rejects the connection; waiting does not help. */
const REFUSALS = new Set(['ER_ACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR', 'ER_BAD_DB_ERROR']);
/** SQLite's error for a file that is not a database, and the system's for a folder that cannot be used. */
const UNUSABLE = new Set(
  'SQLITE_CANTOPEN SQLITE_NOTADB SQLITE_READONLY EACCES EEXIST EISDIR ENOENT ENOTDIR EPERM EROFS'.split(' '),
);

/** Aborts the start with a message for the operator, which never contains a password. */
export class DatabaseStartError extends Error {}

/**
 * Connects the data source, retrying for a while when the database is not up yet.
 *
 * @param patienceMs how long to keep trying
 * @throws DatabaseStartError when the database is unreachable or rejects the connection
 */
export async function openDataSource(
  dataSource: DataSource,
  settings: DatabaseSettings,
  patienceMs: number = PATIENCE_MS,
): Promise<DataSource> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await dataSource.initialize();
    } catch (error) {
      // A failed start leaves pools open, and their timers would keep the process alive.
      await dataSource.driver.disconnect().catch(() => undefined);
      const isRefusal = REFUSALS.has(codeOf(error));
      if (!isRefusal && !isDatabaseUnavailable(error) && !isUnusableFile(error)) throw error;
      if (isRefusal || isUnusableFile(error) || performance.now() + PAUSE_MS > deadline)
        throw describe(error, settings);
      await wait(PAUSE_MS);
    }
  }
}

function describe(error: unknown, settings: DatabaseSettings): DatabaseStartError {
  const code = codeOf(error);
  const reason = code === '' ? '' : ` (${code})`;
  const sentence =
    settings.kind === 'sqlite'
      ? `The database file ${settings.path} cannot be opened${reason}.`
      : REFUSALS.has(code)
        ? `The database at ${describeServer(settings.url)} refuses the user or does not exist${reason}.`
        : `The database at ${describeServer(settings.url)} cannot be reached${reason}.`;
  return new DatabaseStartError(sentence, { cause: error });
}

function isUnusableFile(error: unknown): boolean {
  // libsql's error, without a code, when SQLite cannot open a path at all, such as a directory.
  return UNUSABLE.has(codeOf(error)) || (isError(error) && error.message.startsWith('ConnectionFailed'));
}

function codeOf(error: unknown): string {
  const code: unknown = isError(error) ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : '';
}
