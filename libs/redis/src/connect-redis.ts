import { Cluster, Redis } from 'ioredis';
import { clusterOptions, connectionOptions, type ServerSettings } from './redis-options.js';

export type RedisClient = Redis | Cluster;

/**
 * How the commands of a connection bear a lost server: `impatient` ones fail at once, `patient` ones wait until it is
 * back, as those must that wait for something to happen.
 */
export type Manner = 'impatient' | 'patient';

/**
 * A connection of its own for a library that speaks to Redis by itself. Whoever asked for it ends it, and listens to its
 * errors; until then it is tried again for ever.
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
