/**
 * Short-lived text by key, shared by every instance of the server. The type and the DI token in one.
 *
 * Every entry has a time to live in seconds, with fractions down to a millisecond. An expired entry behaves exactly like
 * one that never existed.
 *
 * Every method rejects with an error for which `isStoreUnavailable` is true when the store is unreachable.
 */
export abstract class KeyValueStore {
  /** The value of a key, or null. */
  abstract get(key: string): Promise<string | null>;

  /** Sets a key's value and time to live. */
  abstract set(key: string, value: string, ttlSeconds: number): Promise<void>;

  /** Sets a key unless it exists; true when this call did. Of concurrent calls exactly one does. */
  abstract setIfAbsent(key: string, value: string, ttlSeconds: number): Promise<boolean>;

  /** Replaces a value and its time to live only while the key holds `expected`; true when this call did. */
  abstract replaceIf(key: string, expected: string, value: string, ttlSeconds: number): Promise<boolean>;

  /** Deletes a key only while it holds `expected`; true when this call did. */
  abstract deleteIf(key: string, expected: string): Promise<boolean>;

  /** @returns how many of the keys existed */
  abstract delete(keys: readonly string[]): Promise<number>;

  /**
   * Adds one to a counter, which starts at zero, and returns the new count.
   * The time to live starts with the first increment; later ones do not extend it.
   */
  abstract increment(key: string, ttlSeconds: number): Promise<number>;

  /** @throws when the store does not respond */
  abstract ping(): Promise<void>;
}
