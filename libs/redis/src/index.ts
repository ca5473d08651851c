export { connectRedis, type RedisClient } from './connect-redis.js';
export { isStoreUnavailable } from './is-store-unavailable.js';
export { KeyValueStore } from './key-value-store.js';
export { type Limit, type Once, RateLimiter, type RateLimitOutcome } from './rate-limiter.js';
export { StoreModule } from './store.module.js';
