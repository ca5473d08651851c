/**
 * Short-lived text by key, shared by every instance of the server. The type and the DI token in one.
 *
 * Time to live is always given: nothing here lives for ever. It counts in seconds, and fractions are allowed down to a
 * millisecond. An entry whose time is over behaves exactly as one that was never there.
 *
 * Every method rejects with an error for which `isStoreUnavailable` is true when the store is out of reach.
 */
export abstract class KeyValueStore {
  /** The value of a key, or null when it has none. */
  abstract get(key: string): Promise<string | null>;

  /** Gives a key a value and a new time to live, whatever it held. */
  abstract set(key: string, value: string, ttlSeconds: number): Promise<void>;

  /** Gives a key a value unless it has one; true when this call did. Of simultaneous calls exactly one does. */
  abstract setIfAbsent(key: string, value: string, ttlSeconds: number): Promise<boolean>;

  /** Replaces a value and its time to live only while the key holds `expected`; true when this call did. */
  abstract replaceIf(key: string, expected: string, value: string, ttlSeconds: number): Promise<boolean>;

  /** Deletes a key only while it holds `expected`; true when this call did. */
  abstract deleteIf(key: string, expected: string): Promise<boolean>;

  /** Deletes the keys and tells how many of them existed. */
  abstract delete(keys: readonly string[]): Promise<number>;

  /**
   * Adds one to a counter, which starts at zero, and returns the new count.
   * The time to live begins when the counter is made; later increments do not prolong it.
   */
  abstract increment(key: string, ttlSeconds: number): Promise<number>;

  /** Asks the store for a sign of life. */
  abstract ping(): Promise<void>;
}
