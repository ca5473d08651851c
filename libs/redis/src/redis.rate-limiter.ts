import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { KeyNames } from './key-names.js';
import { allowed, normalLimits, onceMilliseconds, refused, UNLIMITED } from './normal-limits.js';
import { type Limit, type Once, RateLimiter, type RateLimitOutcome } from './rate-limiter.js';
import { RedisConnection } from './redis-connection.js';

/**
 * Redis expires a key this long after it is needed. Expiry uses Redis' own clock and is only garbage collection: the
 * margin covers a difference to the database's clock, and tests whose clock stands still.
 */
const SLACK_MS = 60_000;

/** Counts for all instances together, in one script and one round trip. */
@Injectable()
export class RedisRateLimiter extends RateLimiter {
  constructor(
    private readonly redis: RedisConnection,
    private readonly clock: Clock,
    private readonly names: KeyNames,
  ) {
    super();
  }

  async take(subject: string, limits: readonly Limit[], once?: Once): Promise<RateLimitOutcome> {
    const normal = normalLimits(limits);
    const nowMs = this.clock.nowMs();
    if (normal.length === 0 && !once) return allowed(false, UNLIMITED.remaining, UNLIMITED.resetMs, nowMs);

    const keys = this.limitKeys(subject, normal);
    if (once) keys.push(`once:${this.hashTag(subject)}:${this.names.ofSubject(once.key)}`);
    const times = [nowMs, onceMilliseconds(once), SLACK_MS];
    const numbers = normal.flatMap(({ max, windowMs }) => [max, windowMs]);
    const [verdict, first, ms, atMs] = await this.redis.commands.takeHit(keys.length, ...keys, ...times, ...numbers);

    if (verdict === 0) return refused(limits, first, ms);
    return allowed(verdict === 2, normal.length === 0 ? UNLIMITED.remaining : first, ms, atMs);
  }

  async giveBack(subject: string, limits: readonly Limit[], atMs: number): Promise<void> {
    if (limits.length === 0) return;
    const keys = this.limitKeys(subject, limits);
    await this.redis.commands.giveHitBack(keys.length, ...keys, atMs);
  }

  private limitKeys(subject: string, limits: readonly Pick<Limit, 'name'>[]): string[] {
    const tag = this.hashTag(subject);
    // A name with a colon contains personal data, such as `address:203.0.113.1`.
    return limits.map(({ name }) => `limit:${tag}:${name.includes(':') ? this.names.ofSubject(name) : name}`);
  }

  /**
   * The hash tag, which puts all keys of a subject on one node of a cluster.
   * Braces in the kind of a subject are escaped, because they would end the tag early.
   */
  private hashTag(subject: string): string {
    return `{${this.names.ofSubject(subject).replace(/[{}%]/g, encodeURIComponent)}}`;
  }
}
