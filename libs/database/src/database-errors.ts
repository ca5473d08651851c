import { types } from 'node:util';

/** What the drivers add to their errors. libsql names its codes like mysql2 but keeps its numbers elsewhere. */
interface DriverError extends Error {
  code?: unknown;
  errno?: unknown;
  fatal?: unknown;
  sqlMessage?: unknown;
  indexName?: unknown;
}

const UNAVAILABLE_CODES = new Set([
  // The network.
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN'],
  // mysql2 and the pool wrapper.
  ...['PROTOCOL_CONNECTION_LOST', 'PROTOCOL_SEQUENCE_TIMEOUT', 'PROTOCOL_PACKETS_OUT_OF_ORDER'],
  ...['POOL_ACQUIRE_TIMEOUT', 'POOL_QUEUE_FULL', 'POOL_CLOSED', 'DATABASE_CHECK_TIMEOUT'],
  // The concurrency limit for one row.
  'ROW_BUSY',
  // SQLite: another process, or another transaction in this process, holds the lock.
  ...['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_BUSY_RECOVERY', 'SQLITE_LOCKED'],
]);

/** By number, since the names differ between MySQL and MariaDB. */
const UNAVAILABLE_ERRNOS = new Set([
  ...[1040, 1203, 1226], // Too many connections: server, user, account.
  ...[1053, 1077, 1079], // The server is shutting down.
  ...[1152, 1184, 1158, 1159, 1160, 1161], // The server lost the connection.
  ...[1317, 1927, 3169, 4031], // The query or its connection was killed, or was idle for too long.
  ...[1290, 1792, 1836], // The server became read-only, as in a failover.
  ...[1205, 1213], // A lock wait timed out, or every retry deadlocked.
]);

const DUPLICATE_ENTRY = 1062;
const MISSING_REFERENCES = new Set<unknown>([1216, 1452]);

/**
 * True for a unique index violation.
 *
 * @param indexName matches this index only, by its name in the migration on every engine
 */
export function isUniqueViolation(error: unknown, indexName?: string): boolean {
  const cause = findDriverError(error);
  if (!cause) return false;
  if (cause.errno === DUPLICATE_ENTRY) return indexName === undefined || indexName === duplicateIndex(cause);
  const isSqliteViolation = cause.code === 'SQLITE_CONSTRAINT_UNIQUE' || cause.code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
  return isSqliteViolation && (indexName === undefined || indexName === cause.indexName);
}

/** True for a foreign key violation: the referenced row does not exist. */
export function isMissingReference(error: unknown): boolean {
  const cause = findDriverError(error);
  return MISSING_REFERENCES.has(cause?.errno) || cause?.code === 'SQLITE_CONSTRAINT_FOREIGNKEY';
}

/** True when the database is unreachable or overloaded; the same call may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const cause = findDriverError(error);
  if (!cause) return false;
  // mysql2 marks the errors that end a connection, whichever code they have.
  if (cause.fatal === true) return true;
  return UNAVAILABLE_CODES.has(String(cause.code)) || UNAVAILABLE_ERRNOS.has(Number(cause.errno));
}

/** True when the database rolled this transaction back to resolve a deadlock; a retry may succeed. */
export function isDeadlock(error: unknown): boolean {
  return findDriverError(error)?.errno === 1213;
}

/** The driver's own error, which TypeORM keeps inside its QueryFailedError. */
function findDriverError(error: unknown): DriverError | undefined {
  if (!isError(error)) return undefined;
  const inner: unknown = (error as { driverError?: unknown }).driverError;
  return isError(inner) ? inner : error;
}

/** Like `instanceof Error`, but also true for errors of another realm, as network errors are under Jest. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

/** MySQL calls the index 'table.index', MariaDB 'index'. Use the last quoted text: the value before it may contain quotes. */
function duplicateIndex(cause: DriverError): string | undefined {
  const key = /for key '([^']+)'$/.exec(typeof cause.sqlMessage === 'string' ? cause.sqlMessage : cause.message)?.[1];
  return key?.slice(key.lastIndexOf('.') + 1);
}
