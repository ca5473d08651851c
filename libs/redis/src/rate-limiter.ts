/** At most `max` accepted hits in any window of `windowSeconds`. A `max` of zero or less allows none. */
export interface Limit {
  /** Tells the limits of one subject apart; the count belongs to subject and name. */
  name: string;
  max: number;
  windowSeconds: number;
}

/** Makes repeats of one thing (a double tap, a retry) count once. */
export interface Once {
  /** What the repeats have in common, within the subject. */
  key: string;
  /** How long after the accepted hit a repeat is still one. */
  seconds: number;
}

export type RateLimitOutcome =
  | {
      isAllowed: true;
      /** True when `once` recognised the hit: it was counted before and is not counted again. */
      isRepeat: boolean;
      /** How many more hits the tightest limit accepts right now. */
      remaining: number;
      /** When the tightest limit accepts one hit more than `remaining`; 0 when it has none counted. */
      resetSeconds: number;
      /** When the hit was counted, by the limiter's own time, which is what `giveBack` knows it by. */
      atMs: number;
    }
  | {
      isAllowed: false;
      /** The refusing limit that takes longest to accept again. */
      limit: Limit;
      /** How long to wait until a hit is accepted, if nobody else hits meanwhile; exact to the millisecond. */
      retryAfterSeconds: number;
    };

/**
 * Exact sliding windows, shared by every instance of the server. The type and the DI token in one.
 *
 * Only accepted hits count, so that a caller who keeps trying is let in as soon as the window allows it.
 */
export abstract class RateLimiter {
  /**
   * Counts a hit of the subject against all limits, or against none when one of them refuses.
   *
   * @param subject who is limited, such as `ip:203.0.113.9`; any text, compared exactly
   * @param limits the limits that must all agree; without any the hit is allowed
   * @param once makes repeats within its time count once; they are allowed even when a limit is used up
   * @throws an error for which `isStoreUnavailable` is true when the store is out of reach
   */
  abstract take(subject: string, limits: readonly Limit[], once?: Once): Promise<RateLimitOutcome>;

  /**
   * Uncounts an accepted hit, in all limits at once, as if it had never been; one that has left a window is gone anyway.
   *
   * @param limits those that the hit was counted against; it must not have been a repeat, and is given back once
   * @param atMs the moment that `take` named
   * @throws an error for which `isStoreUnavailable` is true when the store is out of reach
   */
  abstract giveBack(subject: string, limits: readonly Limit[], atMs: number): Promise<void>;
}
