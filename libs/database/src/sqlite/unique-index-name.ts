import type Database from 'libsql';
import { isError } from '../database-errors.js';

/** An error of libsql; `indexName` is added here for the violation of a unique index. */
export interface SqliteError extends Error {
  code: string;
  indexName?: string;
}

interface NamedRow {
  name: string;
}

const UNIQUE_VIOLATION = /^UNIQUE constraint failed: (.+)$/;

/**
 * SQLite names the columns of a violated unique index ("scans.carId, scans.recentKey") where MySQL names the index.
 * The index is looked up at once on the same connection, so that callers can ask for it by name on every engine.
 *
 * @returns the same error
 */
export function addIndexName(error: unknown, database: Database.Database): unknown {
  const columns = isError(error) && UNIQUE_VIOLATION.exec(error.message)?.[1]?.split(', ');
  if (!columns) return error;
  const table = columns[0]?.split('.')[0] ?? '';
  const indexName = findUniqueIndex(
    database,
    table,
    columns.map((column) => column.slice(table.length + 1)),
  );
  return indexName === undefined ? error : Object.assign(error, { indexName });
}

function findUniqueIndex(database: Database.Database, table: string, columns: readonly string[]): string | undefined {
  const indexes = database.prepare('SELECT name FROM pragma_index_list(?) WHERE "unique"').all([table]) as NamedRow[];
  return indexes.find(({ name }) => {
    const rows = database.prepare('SELECT name FROM pragma_index_info(?) ORDER BY seqno').all([name]) as NamedRow[];
    return rows.length === columns.length && rows.every((row, position) => row.name === columns[position]);
  })?.name;
}
