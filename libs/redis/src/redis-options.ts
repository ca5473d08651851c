import type { RedisModuleOptions } from '@nestjs-modules/ioredis';
import type { Cluster, ClusterOptions, Redis, RedisOptions } from 'ioredis';
import type { RedisSettings } from '@app/config';
import { SCRIPTS } from './redis-scripts.js';

/** A command that got no answer by then fails, and so does the request that needed it. */
const COMMAND_TIMEOUT_MS = 1000;
const CONNECT_TIMEOUT_MS = 1000;
/** How long a connection that is being closed waits for the other side. */
const DISCONNECT_TIMEOUT_MS = 500;
const KEEP_ALIVE_MS = 30_000;
const LONGEST_RETRY_DELAY_MS = 1000;

/** A lost server is tried again for ever: quickly at first, about once a second later. */
const retryDelayMs = (attempt: number): number => Math.min(50 * 2 ** Math.min(attempt - 1, 5), LONGEST_RETRY_DELAY_MS);

/**
 * How every connection behaves: a command is sent at most once, now or never.
 *
 * Nothing waits in a queue for a lost server, and what was under way when the connection broke is not sent again,
 * because it may have been carried out: a repeated count or a repeated take would give a wrong answer.
 * Commands are not gathered into automatic pipelines: measured, these cost more than they save below a hundred
 * simultaneous commands, make all commands wait for a slow one, and send scripts to the wrong node of a cluster.
 * Their bytes are sent together all the same, which costs nothing of that: see RedisConnection.
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
  // A master that became a replica keeps the connection; connecting again finds the new master.
  reconnectOnError: (error) => /\bREADONLY\b/.test(error.message),
};

const client: RedisOptions = { ...connection, scripts: SCRIPTS, retryStrategy: retryDelayMs };

/** The settings of a server, which memory has none of. */
export type ServerSettings = Exclude<RedisSettings, { kind: 'memory' }>;

/**
 * What @nestjs-modules/ioredis makes a client from.
 *
 * @param settings where the server is
 * @param onClientReady is given the client when it is made, before it connects (whatever the module's name for it says)
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

/** What ioredis makes one connection from, beside the URL of a single server. */
export function connectionOptions(settings: Exclude<ServerSettings, { kind: 'cluster' }>): RedisOptions {
  return settings.kind === 'single' ? singleOptions(settings) : sentinelOptions(settings);
}

function singleOptions({ tls }: Extract<ServerSettings, { kind: 'single' }>): RedisOptions {
  return { ...client, ...(tls && { tls }) };
}

/** The login is that of the Redis servers; the sentinels are asked without one. TLS is for both. */
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
    // ioredis resolves names to addresses itself, with which a certificate for the name would not agree.
    ...(tls && { dnsLookup: (name, done) => done(null, name) }),
    // A node is connected to by the first command for it. This one and those behind it wait for that, within their time.
    enableOfflineQueue: true,
    scripts: SCRIPTS,
    clusterRetryStrategy: retryDelayMs,
    slotsRefreshTimeout: COMMAND_TIMEOUT_MS,
    // A command whose connection broke is not sent again; a redirection or a refusal was not carried out, and is.
    retryDelayOnFailover: 0,
    maxRedirections: 8,
  };
}
