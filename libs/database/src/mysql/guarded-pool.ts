import mysql, { type Pool, type PoolConnection, type PoolOptions } from 'mysql2';
import { prepareConnection, type QueryLimits, runQuery } from './connection.js';

export interface PoolLimits {
  /** How long a caller waits for a connection, including the time to open one. */
  acquireTimeoutMs: number;
  /** Query timeout; 0 disables it. */
  queryTimeoutMs: number;
}

/** How long closing a connection may take. */
const END_TIMEOUT_MS = 2_000;

export type ConnectionCallback = (error: Error | null, connection?: PoolConnection) => void;

/** Thrown by the pool before anything is sent; `isDatabaseUnavailable` is true for it. */
export class PoolError extends Error {
  constructor(
    readonly code: 'POOL_ACQUIRE_TIMEOUT' | 'POOL_QUEUE_FULL' | 'POOL_CLOSED',
    message: string,
  ) {
    super(message);
  }
}

/** Private parts of mysql2's pool, the only source of these figures. */
interface PoolInternals {
  _allConnections: { length: number; get(index: number): PoolConnection };
  _freeConnections: { length: number; get(index: number): PoolConnection };
  _connectionQueue: { length: number };
}

/**
 * mysql2's pool with an acquire timeout and a query timeout. It also has the methods that TypeORM calls
 * (`getConnection`, `end`).
 */
export class GuardedPool {
  private readonly pool: Pool;
  private readonly internals: PoolInternals;
  private readonly queryLimits: QueryLimits;

  constructor(
    options: PoolOptions,
    private readonly limits: PoolLimits,
  ) {
    this.pool = mysql.createPool(options);
    this.internals = this.pool as unknown as PoolInternals;
    this.queryLimits = { timeoutMs: limits.queryTimeoutMs, onTimeout: () => this.dropIdle() };
    this.pool.on('connection', (connection) => prepareConnection(connection, this.queryLimits));
  }

  getConnection(callback: ConnectionCallback): void {
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      callback(new PoolError('POOL_ACQUIRE_TIMEOUT', 'No database connection became free in time.'));
    }, this.limits.acquireTimeoutMs);
    this.pool.getConnection((error, connection) => {
      // Release a connection that arrives too late to the next caller.
      if (isOver) {
        if (!error) connection.release();
        return;
      }
      clearTimeout(timer);
      if (error) callback(asPoolError(error));
      else callback(null, connection);
    });
  }

  /** @returns rows, or the header with `affectedRows` for a statement that returns none */
  async query(sql: string, parameters: readonly unknown[]): Promise<unknown> {
    const connection = await new Promise<PoolConnection>((resolve, reject) => {
      this.getConnection((error, acquired) =>
        acquired ? resolve(acquired) : reject(error ?? new Error('The pool gave no connection.')),
      );
    });
    try {
      const [result] = await runQuery(connection, sql, parameters, this.queryLimits);
      return result;
    } finally {
      connection.release();
    }
  }

  /** Closes all connections, by force where the server does not respond. */
  end(callback: (error: Error | null) => void): void {
    const { _allConnections: connections } = this.internals;
    let isOver = false;
    const finish = (error: Error | null): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      callback(error);
    };
    const timer = setTimeout(() => {
      for (let index = 0; index < connections.length; index++) connections.get(index).destroy();
      finish(null);
    }, END_TIMEOUT_MS);
    this.pool.end(finish);
  }

  stats(): { total: number; idle: number; waiting: number } {
    return {
      total: this.internals._allConnections.length,
      idle: this.internals._freeConnections.length,
      waiting: this.internals._connectionQueue.length,
    };
  }

  /** When one connection hangs, the idle ones probably do too; each would cost its next user a timeout. */
  private dropIdle(): void {
    const { _freeConnections: idle } = this.internals;
    while (idle.length > 0) idle.get(0).destroy();
  }
}

/** The pool's own errors have no code, only a message. */
function asPoolError(error: Error): Error {
  if (error.message === 'Queue limit reached.') {
    return new PoolError('POOL_QUEUE_FULL', 'Too many callers are waiting for a database connection.');
  }
  if (error.message === 'Pool is closed.') return new PoolError('POOL_CLOSED', 'The database pool is closed.');
  return error;
}
