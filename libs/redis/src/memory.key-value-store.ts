import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { ExpiringMap } from './expiring-map.js';
import { KeyValueStore } from './key-value-store.js';
import { ttlMilliseconds } from './milliseconds.js';

/** Keeps everything in this process: right for one instance, gone after a restart. Each step is atomic by itself. */
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
      if (!Number.isSafeInteger(count)) throw new TypeError('The key holds something that is no counter.');
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

/** Runs a step at once and turns what it throws into a rejection. */
function soon<T>(step: () => T): Promise<T> {
  return new Promise((resolve) => resolve(step()));
}
