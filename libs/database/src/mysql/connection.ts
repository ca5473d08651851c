import type { FieldPacket, PoolConnection, QueryError } from 'mysql2';

/**
 * Runs at the start of every connection, whatever the server's defaults are: too long text is an error and never cut
 * off, NOW() is UTC, readers do not block writers, and a wait for a lock ends before the query's own limit does, so
 * that the request fails within seconds and its connection can be used again.
 */
const SESSION_STATEMENTS = [
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', " +
    "time_zone = '+00:00', innodb_lock_wait_timeout = 3",
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
];

const TIMEOUT = 'PROTOCOL_SEQUENCE_TIMEOUT';

/** After one of these the connection is of no more use: its answer may still come, or it leads to a read-only server. */
const ERRORS_THAT_SPOIL = new Set([
  TIMEOUT,
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
  'ER_READ_ONLY_MODE',
]);

export interface QueryLimits {
  /** How long each query may take; 0 means without a limit. */
  timeoutMs: number;
  /** Told when a query ran over it, as all do on connections to a server that vanished without a word. */
  onTimeout(): void;
}

type QueryOutcome = [result: unknown, fields: FieldPacket[]];

/** Readies a new connection of the pool: its session, its time limits, and TypeORM's way to them. */
export function prepareConnection(connection: PoolConnection, limits: QueryLimits): void {
  // The pool reports a lost connection to whoever runs a query on it; an idle one just leaves the pool.
  connection.on('error', () => undefined);
  for (const statement of SESSION_STATEMENTS) {
    runQuery(connection, statement, [], limits).catch(() => connection.destroy());
  }
  // TypeORM asks for the promise interface at every query. This one is made once and keeps the time limit.
  const limited = {
    query: (sql: string, parameters: readonly unknown[] = []) => runQuery(connection, sql, parameters, limits),
  };
  Object.assign(connection, { promise: () => limited });
}

/** Runs one statement within the time limit; a connection that ran over it is closed and not used again. */
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
