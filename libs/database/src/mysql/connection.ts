import type { FieldPacket, PoolConnection, QueryError } from 'mysql2';

/**
 * Run at the start of every connection to override the server's defaults: overlong text is an error instead of being
 * truncated, NOW() is UTC, readers do not block writers, and lock waits end before the query timeout, so that the
 * request fails within seconds and its connection stays usable.
 */
const SESSION_STATEMENTS = [
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', " +
    "time_zone = '+00:00', innodb_lock_wait_timeout = 3",
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
];

const TIMEOUT = 'PROTOCOL_SEQUENCE_TIMEOUT';

/** After one of these the connection is unusable: a late result may still arrive, or the server is read-only. */
const ERRORS_THAT_SPOIL = new Set([
  TIMEOUT,
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
  'ER_READ_ONLY_MODE',
]);

export interface QueryLimits {
  /** Query timeout; 0 disables it. */
  timeoutMs: number;
  /** Called when a query times out, as every query does once the server has vanished without closing the connection. */
  onTimeout(): void;
}

type QueryOutcome = [result: unknown, fields: FieldPacket[]];

/** Prepares a new pool connection: session variables, timeouts, and the promise interface for TypeORM. */
export function prepareConnection(connection: PoolConnection, limits: QueryLimits): void {
  // A query on a lost connection gets the error from the pool; a lost idle connection just leaves the pool.
  connection.on('error', () => undefined);
  for (const statement of SESSION_STATEMENTS) {
    runQuery(connection, statement, [], limits).catch(() => connection.destroy());
  }
  // TypeORM requests the promise interface for every query. This one is created once and applies the timeout.
  const limited = {
    query: (sql: string, parameters: readonly unknown[] = []) => runQuery(connection, sql, parameters, limits),
  };
  Object.assign(connection, { promise: () => limited });
}

/** Runs one statement within the timeout; on a timeout the connection is closed. */
export function runQuery(
  connection: PoolConnection,
  sql: string,
  parameters: readonly unknown[],
  limits: QueryLimits,
): Promise<QueryOutcome> {
  return new Promise((resolve, reject) => {
    const options = { sql, values: parameters as unknown[], timeout: limits.timeoutMs };
    connection.query(options, (error: QueryError | null, result: unknown, fields: FieldPacket[]) => {
      if (!error) {
        resolve([result, fields]);
        return;
      }
      if (ERRORS_THAT_SPOIL.has(error.code)) connection.destroy();
      if (error.code === TIMEOUT) limits.onTimeout();
      reject(error);
    });
  });
}
