import { Injectable } from '@nestjs/common';
import { KeyNames } from './key-names.js';
import { KeyValueStore } from './key-value-store.js';
import { ttlMilliseconds } from './milliseconds.js';
import { RedisConnection } from './redis-connection.js';

/** Key-value store on Redis 6.2 or newer: single server, Sentinel or Cluster. */
@Injectable()
export class RedisKeyValueStore extends KeyValueStore {
  constructor(
    private readonly redis: RedisConnection,
    private readonly names: KeyNames,
  ) {
    super();
  }

  async get(key: string): Promise<string | null> {
    for (const name of this.names.of(key)) {
      const value = await this.redis.commands.get(name);
      if (value !== null) return value;
    }
    return null;
  }

  async set(key: string, value: string, ttlSeconds: number): Promise<void> {
    const [name, ...others] = this.names.of(key);
    await this.redis.commands.set(name, value, 'PX', ttlMilliseconds(ttlSeconds));
    await this.deleteNames(others);
  }

  async setIfAbsent(key: string, value: string, ttlSeconds: number): Promise<boolean> {
    const [name, ...others] = this.names.of(key);
    for (const other of others) if ((await this.redis.commands.get(other)) !== null) return false;
    return (await this.redis.commands.set(name, value, 'PX', ttlMilliseconds(ttlSeconds), 'NX')) === 'OK';
  }

  async replaceIf(key: string, expected: string, value: string, ttlSeconds: number): Promise<boolean> {
    for (const name of this.names.of(key)) {
      if ((await this.redis.commands.replaceIf(name, expected, value, ttlMilliseconds(ttlSeconds))) === 1) return true;
    }
    return false;
  }

  async deleteIf(key: string, expected: string): Promise<boolean> {
    for (const name of this.names.of(key)) {
      if ((await this.redis.commands.deleteIf(name, expected)) === 1) return true;
    }
    return false;
  }

  async delete(keys: readonly string[]): Promise<number> {
    return this.deleteNames(keys.flatMap((key) => this.names.of(key)));
  }

  async increment(key: string, ttlSeconds: number): Promise<number> {
    return this.redis.commands.countUp(this.names.of(key)[0], ttlMilliseconds(ttlSeconds));
  }

  async ping(): Promise<void> {
    await this.redis.commands.ping();
  }

  /** One command per key, since a cluster rejects a command with keys on several nodes; all share one round trip. */
  private async deleteNames(names: readonly string[]): Promise<number> {
    const counts = await Promise.all(names.map((name) => this.redis.commands.del(name)));
    return counts.reduce((sum, count) => sum + count, 0);
  }
}
