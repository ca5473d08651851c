import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { ExpiringMap } from './expiring-map.js';
import { KeyValueStore } from './key-value-store.js';
import { ttlMilliseconds } from './milliseconds.js';

/** In-process store: for a single instance, lost on restart. Each step is synchronous and so atomic. */
@Injectable()
export class MemoryKeyValueStore extends KeyValueStore {
  private readonly entries: ExpiringMap<string>;

  constructor(private readonly clock: Clock) {
    super();
    this.entries = new ExpiringMap(() => clock.elapsedMs());
  }

  get(key: string): Promise<string | null> {
    return Promise.resolve(this.entries.get(key) ?? null);
  }

  set(key: string, value: string, ttlSeconds: number): Promise<void> {
    return soon(() => this.write(key, value, ttlSeconds));
  }

  setIfAbsent(key: string, value: string, ttlSeconds: number): Promise<boolean> {
    return this.writeIf(this.entries.get(key) === undefined, key, value, ttlSeconds);
  }

  replaceIf(key: string, expected: string, value: string, ttlSeconds: number): Promise<boolean> {
    return this.writeIf(this.entries.get(key) === expected, key, value, ttlSeconds);
  }

  deleteIf(key: string, expected: string): Promise<boolean> {
    return Promise.resolve(this.entries.get(key) === expected && this.entries.delete(key));
  }

  delete(keys: readonly string[]): Promise<number> {
    return Promise.resolve(keys.filter((key) => this.entries.delete(key)).length);
  }

  increment(key: string, ttlSeconds: number): Promise<number> {
    return soon(() => {
      const held = this.entries.get(key);
      const count = Number(held ?? 0) + 1;
      if (!Number.isSafeInteger(count)) throw new TypeError('The value is not a counter.');
      if (held === undefined) this.write(key, String(count), ttlSeconds);
      else this.entries.update(key, String(count));
      return count;
    });
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  private writeIf(isWanted: boolean, key: string, value: string, ttlSeconds: number): Promise<boolean> {
    return soon(() => {
      if (isWanted) this.write(key, value, ttlSeconds);
      return isWanted;
    });
  }

  private write(key: string, value: string, ttlSeconds: number): void {
    this.entries.set(key, value, this.clock.elapsedMs() + ttlMilliseconds(ttlSeconds));
  }
}

/** Runs a step synchronously and turns an exception into a rejection. */
function soon<T>(step: () => T): Promise<T> {
  return new Promise((resolve) => resolve(step()));
}
