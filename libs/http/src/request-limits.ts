import { Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { type Limit, type Once, type RateLimitOutcome, RateLimiter } from '@app/redis';
import { rateLimited } from './app-error.js';

/** At most `max` requests in any `windowSeconds`. */
export type RequestLimit = Limit;

const UNLIMITED: RateLimitOutcome = { isAllowed: true, isRepeat: false, remaining: Infinity, resetSeconds: 0, atMs: 0 };

/** A request that was counted. */
export interface CountedRequest {
  /** Refunds the request, when it failed through no fault of the caller. Call it once. */
  giveBack(): Promise<void>;
}

/** The product's limits: counted for all instances together, and scaled by RATE_LIMIT_FACTOR. */
@Injectable()
export class RequestLimits {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly settings: Settings,
  ) {}

  /** How many requests a limit allows here; Infinity when limits are off. */
  maxOf(limit: RequestLimit): number {
    const factor = this.settings.rateLimitFactor;
    return factor === 0 ? Infinity : Math.max(1, Math.round(limit.max * factor));
  }

  /** Counts one request of `subject` against all of `limits`, or against none when one of them is used up. */
  async count(subject: string, limits: readonly RequestLimit[], once?: Once): Promise<RateLimitOutcome> {
    if (this.settings.rateLimitFactor === 0) return UNLIMITED;
    const scaled = limits.map((limit) => ({ ...limit, max: this.maxOf(limit) }));
    return this.limiter.take(subject, scaled, once);
  }

  /**
   * Like `count`, but rejects the request when a limit is used up.
   *
   * @throws AppError RATE_LIMITED
   */
  async require(subject: string, limits: readonly RequestLimit[], once?: Once): Promise<CountedRequest> {
    const outcome = await this.count(subject, limits, once);
    if (!outcome.isAllowed) throw rateLimited(outcome.retryAfterSeconds, outcome.limit.name);
    return { giveBack: () => this.limiter.giveBack(subject, limits, outcome.atMs) };
  }
}
