import { Injectable } from '@nestjs/common';
import { KeyValueStore } from './key-value-store.js';
import { ttlMilliseconds } from './milliseconds.js';
import { RedisConnection } from './redis-connection.js';

/** Shares the entries through Redis 6.2 or newer, single, behind Sentinel or as a Cluster. */
@Injectable()
export class RedisKeyValueStore extends KeyValueStore {
  constructor(private readonly redis: RedisConnection) {
    super();
  }

  async get(key: string): Promise<string | null> {
    return this.redis.commands.get(key);
  }

  async set(key: string, value: string, ttlSeconds: number): Promise<void> {
    await this.redis.commands.set(key, value, 'PX', ttlMilliseconds(ttlSeconds));
  }

  async setIfAbsent(key: string, value: string, ttlSeconds: number): Promise<boolean> {
    return (await this.redis.commands.set(key, value, 'PX', ttlMilliseconds(ttlSeconds), 'NX')) === 'OK';
  }

  async replaceIf(key: string, expected: string, value: string, ttlSeconds: number): Promise<boolean> {
    return (await this.redis.commands.replaceIf(key, expected, value, ttlMilliseconds(ttlSeconds))) === 1;
  }

  async deleteIf(key: string, expected: string): Promise<boolean> {
    return (await this.redis.commands.deleteIf(key, expected)) === 1;
  }

  /** Key by key, since the keys of one command must not be spread over a cluster; all go out in one round trip. */
  async delete(keys: readonly string[]): Promise<number> {
    const counts = await Promise.all(keys.map((key) => this.redis.commands.del(key)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async increment(key: string, ttlSeconds: number): Promise<number> {
    return this.redis.commands.countUp(key, ttlMilliseconds(ttlSeconds));
  }

  async ping(): Promise<void> {
    await this.redis.commands.ping();
  }
}
