import { milliseconds } from './milliseconds.js';
import type { Limit, Once, RateLimitOutcome } from './rate-limiter.js';

export interface NormalLimit {
  name: string;
  /** An integer that Redis and Lua can represent; zero or less allows nothing. */
  max: number;
  windowMs: number;
}

/** @throws RangeError for numbers that would silently disable the limit */
export function normalLimits(limits: readonly Limit[]): NormalLimit[] {
  return limits.map(({ name, max, windowSeconds }) => {
    if (Number.isNaN(max)) throw new RangeError(`The max of limit ${name} is not a number.`);
    return { name, max: Math.min(Math.floor(max), 1e9), windowMs: Math.max(0, milliseconds(windowSeconds)) };
  });
}

export function onceMilliseconds(once: Once | undefined): number {
  return once ? Math.max(0, milliseconds(once.seconds)) : 0;
}

/** The result when there are no limits to count. */
export const UNLIMITED = { remaining: Infinity, resetMs: 0 };

export function allowed(isRepeat: boolean, remaining: number, resetMs: number, atMs: number): RateLimitOutcome {
  return { isAllowed: true, isRepeat, remaining, resetSeconds: resetMs / 1000, atMs };
}

/** @param index the limit that rejected the hit */
export function refused(limits: readonly Limit[], index: number, waitMs: number): RateLimitOutcome {
  const limit = limits[index];
  if (!limit) throw new RangeError(`There is no limit ${index} that could refuse.`);
  return { isAllowed: false, limit, retryAfterSeconds: waitMs / 1000 };
}
