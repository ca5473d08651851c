import { Cluster, Redis } from 'ioredis';
import { clusterOptions, connectionOptions, type ServerSettings } from './redis-options.js';

export type RedisClient = Redis | Cluster;

/**
 * What commands do while Redis is down: `impatient` connections fail fast; `patient` ones queue until it is back, as
 * blocking commands must.
 */
export type Manner = 'impatient' | 'patient';

/**
 * A separate connection for a library that uses Redis directly. It reconnects until the caller closes it; the caller
 * must also listen to its errors.
 */
export function connectRedis(settings: ServerSettings, manner: Manner): RedisClient {
  if (settings.kind === 'cluster') return new Cluster([...settings.nodes], inManner(clusterOptions(settings), manner));
  const options = { ...connectionOptions(settings), ...(manner === 'patient' && PATIENT) };
  return settings.kind === 'single' ? new Redis(settings.url, options) : new Redis(options);
}

const PATIENT = { enableOfflineQueue: true, commandTimeout: undefined, maxRetriesPerRequest: null };

function inManner(options: ReturnType<typeof clusterOptions>, manner: Manner): ReturnType<typeof clusterOptions> {
  return manner === 'patient' ? { ...options, redisOptions: { ...options.redisOptions, ...PATIENT } } : options;
}
