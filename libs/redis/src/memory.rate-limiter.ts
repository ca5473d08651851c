import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { ExpiringMap } from './expiring-map.js';
import { HitWindow } from './hit-window.js';
import { allowed, type NormalLimit, normalLimits, onceMilliseconds, refused, UNLIMITED } from './normal-limits.js';
import { type Limit, type Once, RateLimiter, type RateLimitOutcome } from './rate-limiter.js';

/** The state of one limit before the current hit is counted. */
interface Count {
  key: string;
  limit: NormalLimit;
  hits: HitWindow;
}

/** Counts in this process: for a single instance. Calls are synchronous and so atomic. */
@Injectable()
export class MemoryRateLimiter extends RateLimiter {
  private readonly windows: ExpiringMap<HitWindow>;
  /** When the hit of each dedupe key was accepted. */
  private readonly acceptedAtMs: ExpiringMap<number>;

  constructor(private readonly clock: Clock) {
    super();
    this.windows = new ExpiringMap(() => clock.elapsedMs());
    this.acceptedAtMs = new ExpiringMap(() => clock.elapsedMs());
  }

  take(subject: string, limits: readonly Limit[], once?: Once): Promise<RateLimitOutcome> {
    return new Promise((resolve) => resolve(this.takeNow(subject, limits, once)));
  }

  private takeNow(subject: string, limits: readonly Limit[], once: Once | undefined): RateLimitOutcome {
    const nowMs = this.clock.elapsedMs();
    const counts = normalLimits(limits).map((limit) => this.count(subject, limit, nowMs));
    const onceMs = onceMilliseconds(once);
    const onceKey = JSON.stringify([subject, once?.key]);
    const isRepeat = (this.acceptedAtMs.get(onceKey) ?? -Infinity) > nowMs - onceMs;

    if (!isRepeat) {
      const waits = counts.map((count) => waitMs(count, nowMs));
      const longest = Math.max(...waits);
      if (longest > 0) return refused(limits, waits.indexOf(longest), longest);
      for (const count of counts) this.accept(count, nowMs);
      if (once) this.acceptedAtMs.set(onceKey, nowMs, nowMs + onceMs);
    }
    const { remaining, resetMs } = counts.map((count) => roomIn(count, nowMs)).reduce(tighter, UNLIMITED);
    return allowed(isRepeat, remaining, resetMs, nowMs);
  }

  giveBack(subject: string, limits: readonly Limit[], atMs: number): Promise<void> {
    for (const { name } of limits) this.windows.get(windowKey(subject, name))?.remove(atMs);
    return Promise.resolve();
  }

  private count(subject: string, limit: NormalLimit, nowMs: number): Count {
    const key = windowKey(subject, limit.name);
    const hits = this.windows.get(key) ?? new HitWindow();
    hits.forgetUntil(nowMs - limit.windowMs);
    return { key, limit, hits };
  }

  private accept({ key, limit, hits }: Count, nowMs: number): void {
    hits.add(nowMs);
    this.windows.set(key, hits, nowMs + limit.windowMs);
  }
}

function windowKey(subject: string, limitName: string): string {
  return JSON.stringify([subject, limitName]);
}

/** Wait until the limit accepts a hit; 0 when it does now. */
function waitMs(count: Count, nowMs: number): number {
  return count.hits.count < count.limit.max ? 0 : untilRoomMs(count, nowMs);
}

/** Wait until one more hit is allowed than now. A limit that allows nothing returns its window. */
function untilRoomMs({ limit, hits }: Count, nowMs: number): number {
  if (limit.max <= 0) return Math.max(1, limit.windowMs);
  const leaving = hits.nextToLeave(limit.max);
  return leaving === undefined ? 0 : leaving + limit.windowMs - nowMs;
}

function roomIn(count: Count, nowMs: number): typeof UNLIMITED {
  return { remaining: Math.max(0, count.limit.max - count.hits.count), resetMs: untilRoomMs(count, nowMs) };
}

function tighter(a: typeof UNLIMITED, b: typeof UNLIMITED): typeof UNLIMITED {
  if (a.remaining !== b.remaining) return a.remaining < b.remaining ? a : b;
  return a.resetMs > b.resetMs ? a : b;
}
