import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Test } from '@nestjs/testing';
import { Clock, ClockModule } from '@app/clock';
import { ConfigModule, readSettings } from '@app/config';
import { KeyValueStore, RateLimiter, StoreModule } from '@app/redis';

/** One instance of the program, as far as the stores are concerned. */
export interface StoreInstance {
  store: KeyValueStore;
  limiter: RateLimiter;
  close(): Promise<void>;
}

export interface StoreAdapter {
  name: string;
  redisUrl: string;
}

/** Every adapter that can be had here: the one in memory always, Redis where the environment names a server. */
export const STORE_ADAPTERS: readonly StoreAdapter[] = [
  { name: 'memory', redisUrl: 'memory:' },
  ...named('Redis', process.env.TEST_REDIS_URL),
  ...named('Redis Sentinel', process.env.TEST_REDIS_SENTINEL_URL),
  ...named('Redis Cluster', process.env.TEST_REDIS_CLUSTER_URL),
];

function named(name: string, redisUrl: string | undefined): StoreAdapter[] {
  return redisUrl ? [{ name, redisUrl }] : [];
}

/** Starts the real module, read from a REDIS_URL as the program reads it. */
export async function openStores(redisUrl: string, clock: Clock): Promise<StoreInstance> {
  const settings = readSettings({ REDIS_URL: redisUrl }, () => 'unused');
  const testing = Test.createTestingModule({
    imports: [ConfigModule.forRoot(settings), ClockModule, StoreModule.forRoot(settings)],
  });
  const app = await testing.overrideProvider(Clock).useValue(clock).compile();
  await app.init();
  return { store: app.get(KeyValueStore), limiter: app.get(RateLimiter), close: () => app.close() };
}

/** A name that no other run uses, since they may share a server. */
export const unique = (name: string): string => `test-${name}-${randomUUID()}`;

/**
 * Looks again until the condition holds, for what happens in its own time.
 *
 * @throws Error when it does not within the time
 */
export async function eventually(condition: () => Promise<boolean>, { withinMs = 5000, pause = () => delay(10) } = {}) {
  const deadlineMs = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error(`It did not come true within ${withinMs} ms.`);
    await pause();
  }
}
