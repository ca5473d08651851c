import type { RedisModuleOptions } from '@nestjs-modules/ioredis';
import type { Cluster, ClusterOptions, Redis, RedisOptions } from 'ioredis';
import type { RedisSettings } from '@app/config';
import { SCRIPTS } from './redis-scripts.js';

/** Command timeout; the request that needs the command fails with it. */
const COMMAND_TIMEOUT_MS = 1000;
const CONNECT_TIMEOUT_MS = 1000;
/** How long a closing connection waits for the server. */
const DISCONNECT_TIMEOUT_MS = 500;
const KEEP_ALIVE_MS = 30_000;
const LONGEST_RETRY_DELAY_MS = 1000;

/** Reconnects without end: quickly at first, later about once a second. */
const retryDelayMs = (attempt: number): number => Math.min(50 * 2 ** Math.min(attempt - 1, 5), LONGEST_RETRY_DELAY_MS);

/**
 * Options of every connection: a command is sent at most once, and at once.
 *
 * Commands fail fast while the server is down. Commands in flight when the connection breaks are not resent, because
 * they may have run: repeating an increment or a take would give a wrong result.
 * Automatic pipelining is off: measured, it costs more than it saves below a hundred concurrent commands, makes all
 * commands wait for a slow one, and sends scripts to the wrong node of a cluster. RedisConnection batches the writes
 * instead, without those costs.
 */
const connection: RedisOptions = {
  connectionName: 'carqr',
  commandTimeout: COMMAND_TIMEOUT_MS,
  connectTimeout: CONNECT_TIMEOUT_MS,
  disconnectTimeout: DISCONNECT_TIMEOUT_MS,
  keepAlive: KEEP_ALIVE_MS,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  disableClientInfo: true,
  // A master demoted to a replica keeps the connection; reconnecting finds the new master.
  reconnectOnError: (error) => /\bREADONLY\b/.test(error.message),
};

const client: RedisOptions = { ...connection, scripts: SCRIPTS, retryStrategy: retryDelayMs };

/** The settings of a Redis server, as opposed to the memory driver. */
export type ServerSettings = Exclude<RedisSettings, { kind: 'memory' }>;

/**
 * Options for @nestjs-modules/ioredis.
 *
 * @param settings the server's location
 * @param onClientReady called when the client is created, before it connects (despite the module's name for it)
 */
export function redisOptions(
  settings: ServerSettings,
  onClientReady: (client: Redis | Cluster) => void,
): RedisModuleOptions {
  switch (settings.kind) {
    case 'single':
      return { type: 'single', url: settings.url, options: singleOptions(settings), onClientReady };
    case 'sentinel':
      return { type: 'single', options: sentinelOptions(settings), onClientReady };
    case 'cluster':
      return { type: 'cluster', nodes: [...settings.nodes], options: clusterOptions(settings), onClientReady };
  }
}

/** ioredis' options for one connection, in addition to the URL of a single server. */
export function connectionOptions(settings: Exclude<ServerSettings, { kind: 'cluster' }>): RedisOptions {
  return settings.kind === 'single' ? singleOptions(settings) : sentinelOptions(settings);
}

function singleOptions({ tls }: Extract<ServerSettings, { kind: 'single' }>): RedisOptions {
  return { ...client, ...(tls && { tls }) };
}

/** The login is for the Redis servers only, TLS also for the sentinels. */
function sentinelOptions(settings: Extract<ServerSettings, { kind: 'sentinel' }>): RedisOptions {
  const { sentinels, name, username, password, tls } = settings;
  return {
    ...client,
    sentinels: [...sentinels],
    name,
    username,
    password,
    sentinelCommandTimeout: COMMAND_TIMEOUT_MS,
    sentinelRetryStrategy: retryDelayMs,
    ...(tls && { tls, sentinelTLS: tls, enableTLSForSentinelMode: true }),
  };
}

export function clusterOptions(settings: Extract<ServerSettings, { kind: 'cluster' }>): ClusterOptions {
  const { username, password, tls } = settings;
  return {
    redisOptions: { ...connection, username, password, ...(tls && { tls }) },
    // ioredis would resolve names to addresses, which do not match a certificate for the name.
    ...(tls && { dnsLookup: (name, done) => done(null, name) }),
    // The first command for a node opens the connection; it and those behind it wait for that within their timeout.
    enableOfflineQueue: true,
    scripts: SCRIPTS,
    clusterRetryStrategy: retryDelayMs,
    slotsRefreshTimeout: COMMAND_TIMEOUT_MS,
    // Resend after a redirection or an error reply, since the command did not run, but not after a broken connection.
    retryDelayOnFailover: 0,
    maxRedirections: 8,
  };
}
