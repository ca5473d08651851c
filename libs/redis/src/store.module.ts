import { getRedisConnectionToken, RedisModule } from '@nestjs-modules/ioredis';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import type { Settings } from '@app/config';
import { KeyNames } from './key-names.js';
import { KeyValueStore } from './key-value-store.js';
import { MemoryKeyValueStore } from './memory.key-value-store.js';
import { MemoryRateLimiter } from './memory.rate-limiter.js';
import { RateLimiter } from './rate-limiter.js';
import { RedisConnection } from './redis-connection.js';
import { redisOptions, type ServerSettings } from './redis-options.js';
import { RedisKeyValueStore } from './redis.key-value-store.js';
import { RedisRateLimiter } from './redis.rate-limiter.js';

@Module({})
export class StoreModule {
  /** Provides KeyValueStore and RateLimiter globally, with the configured driver. */
  static forRoot(settings: Pick<Settings, 'redis' | 'jwtSecret' | 'previousJwtSecret'>): DynamicModule {
    const { redis } = settings;
    const driver = redis.kind === 'memory' ? memoryDriver() : redisDriver(redis, new KeyNames(settings));
    return { module: StoreModule, global: true, ...driver, exports: [KeyValueStore, RateLimiter] };
  }
}

function memoryDriver(): Driver {
  return {
    providers: [
      { provide: KeyValueStore, useClass: MemoryKeyValueStore },
      { provide: RateLimiter, useClass: MemoryRateLimiter },
    ],
  };
}

/** The store is provided only after Redis has responded, so the program does not start without Redis. */
function redisDriver(settings: ServerSettings, names: KeyNames): Driver {
  const connection = new RedisConnection();
  const useFactory = () => redisOptions(settings, (client) => connection.watch(client));
  const connected: Provider = {
    provide: RedisConnection,
    // Resolving the client creates it and passes it to `watch`.
    inject: [getRedisConnectionToken()],
    useFactory: async () => {
      await connection.waitUntilReady();
      return connection;
    },
  };
  return {
    // The package's types require `imports`, because they look for the interface where Nest 12 no longer keeps it.
    imports: [RedisModule.forRootAsync({ imports: [], useFactory })],
    providers: [
      connected,
      { provide: KeyNames, useValue: names },
      { provide: KeyValueStore, useClass: RedisKeyValueStore },
      { provide: RateLimiter, useClass: RedisRateLimiter },
    ],
  };
}

type Driver = Required<Pick<DynamicModule, 'providers'>> & Pick<DynamicModule, 'imports'>;
