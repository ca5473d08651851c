/** At most `max` accepted hits in any window of `windowSeconds`. A `max` of zero or less allows none. */
export interface Limit {
  /** Distinguishes the limits of one subject; a count belongs to subject and name. */
  name: string;
  max: number;
  windowSeconds: number;
}

/** Counts repeats of one action (a double tap, a retry) once. */
export interface Once {
  /** Identifies the action within the subject. */
  key: string;
  /** How long after the accepted hit a repeat is recognised. */
  seconds: number;
}

export type RateLimitOutcome =
  | {
      isAllowed: true;
      /** True for a repeat, which was counted before and is not counted again. */
      isRepeat: boolean;
      /** How many more hits the tightest limit accepts now. */
      remaining: number;
      /** When the tightest limit accepts one hit more than `remaining`; 0 when it has counted none. */
      resetSeconds: number;
      /** When the hit was counted, by the limiter's clock; a refund identifies the hit by it. */
      atMs: number;
    }
  | {
      isAllowed: false;
      /** The exceeded limit with the longest wait. */
      limit: Limit;
      /** The wait until a hit is accepted, if there are no other hits meanwhile; exact to the millisecond. */
      retryAfterSeconds: number;
    };

/**
 * Exact sliding windows, shared by every instance of the server. The type and the DI token in one.
 *
 * Only accepted hits count, so a caller who keeps retrying gets in as soon as the window allows it.
 */
export abstract class RateLimiter {
  /**
   * Counts a hit of the subject against all limits, or against none when one of them is exceeded.
   *
   * @param subject what is limited, such as `ip:203.0.113.9`; any text, compared exactly
   * @param limits the limits that must all accept the hit; with none it is allowed
   * @param once counts repeats within its time once; they are allowed even when a limit is used up
   * @throws an error for which `isStoreUnavailable` is true when the store is out of reach
   */
  abstract take(subject: string, limits: readonly Limit[], once?: Once): Promise<RateLimitOutcome>;

  /**
   * Refunds an accepted hit in all limits at once. A hit that has left a window needs no refund there.
   *
   * @param limits those the hit was counted against; refund a hit once, and never a repeat
   * @param atMs the time that `take` returned
   * @throws an error for which `isStoreUnavailable` is true when the store is out of reach
   */
  abstract giveBack(subject: string, limits: readonly Limit[], atMs: number): Promise<void>;
}
