/**
 * A time to live in whole milliseconds, at least one: both stores reject a shorter one.
 *
 * @throws RangeError when the seconds are not finite: the entry would never expire
 */
export function ttlMilliseconds(ttlSeconds: number): number {
  return Math.max(1, milliseconds(ttlSeconds));
}

/** @throws RangeError when the seconds are not finite */
export function milliseconds(seconds: number): number {
  if (!Number.isFinite(seconds)) throw new RangeError(`${seconds} is not a finite number of seconds.`);
  return Math.ceil(seconds * 1000);
}
