import type { PoolOptions } from 'mysql2';
import type { DataSource, DataSourceOptions, DatabaseType } from 'typeorm';
import type { DatabaseSettings } from '@app/config';
import { GuardedPool, type PoolLimits } from './guarded-pool.js';
import { ReplicatedPool } from './replicated-pool.js';

export type MysqlSettings = Extract<DatabaseSettings, { kind: 'mysql' }>;
type MysqlOptions = Extract<DataSourceOptions, { type: 'mysql' | 'mariadb' }>;

/** MariaDB uses the MySQL driver type, so that both run the same statements. */
export const MYSQL_TYPE = 'mysql' satisfies DatabaseType;

const CONNECT_TIMEOUT_MS = 3_000;
const ACQUIRE_TIMEOUT_MS = 2_000;
const QUERY_TIMEOUT_MS = 5_000;
/** A connection runs a few thousand look-ups a second; longer queues could not be served before callers time out. */
const WAITING_PER_CONNECTION = 200;

/** @param queryTimeoutMs query timeout; 0 disables it, as migrations need */
export function mysqlOptions(settings: MysqlSettings, queryTimeoutMs: number = QUERY_TIMEOUT_MS): MysqlOptions {
  const limits: PoolLimits = { acquireTimeoutMs: ACQUIRE_TIMEOUT_MS, queryTimeoutMs };
  const primary = credentials(settings.url);
  const slaves = settings.replicaUrls.map(credentials);
  return {
    type: MYSQL_TYPE,
    driver: {
      createPool: (options: PoolOptions) => new GuardedPool(options, limits),
      createPoolCluster: () => new ReplicatedPool(limits),
    },
    // Only reads that request a replica use one, since replicas lag behind a user's own writes.
    ...(slaves.length > 0 ? { replication: { master: primary, slaves, defaultMode: 'master' } } : primary),
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    // COUNT(*) is a number, as on SQLite, and a string only beyond 2^53.
    supportBigNumbers: true,
    bigNumberStrings: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    poolSize: settings.poolSize,
    // Capturing a stack trace costs more than the query's own code.
    trace: false,
    extra: {
      queueLimit: settings.poolSize * WAITING_PER_CONNECTION,
      enableKeepAlive: true,
      keepAliveInitialDelay: 10_000,
      // SUM() is a number, as on SQLite.
      decimalNumbers: true,
      // Affected rows include rows that matched without changing, as on SQLite. It is the client's default as well.
      flags: ['FOUND_ROWS'],
      // Without verifyIdentity the driver accepts a trusted authority's certificate for any host.
      ...(settings.tls && { ssl: { ...settings.tls, minVersion: 'TLSv1.2', verifyIdentity: true } }),
    },
  };
}

function credentials(text: string): {
  host: string;
  port: number;
  username: string;
  password: string;
  database: string;
} {
  const url = new URL(text);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 3306 : Number(url.port),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
  };
}

/** The database's location for logs, without credentials. */
export function describeServer(url: string): string {
  const { host, port, database } = credentials(url);
  return `${host}:${port}/${database}`;
}

/** The pool of the primary server, or undefined on SQLite and before the data source is initialised. */
export function findPrimaryPool(dataSource: DataSource): GuardedPool | undefined {
  const { pool, poolCluster } = dataSource.driver as { pool?: unknown; poolCluster?: unknown };
  if (pool instanceof GuardedPool) return pool;
  return poolCluster instanceof ReplicatedPool ? poolCluster.primary : undefined;
}
