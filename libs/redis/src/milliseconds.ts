/**
 * A time to live in whole milliseconds, one at least: both stores would take a shorter one for an error.
 *
 * @throws RangeError when the seconds are no finite number, which would make the entry live for ever
 */
export function ttlMilliseconds(ttlSeconds: number): number {
  return Math.max(1, milliseconds(ttlSeconds));
}

/** @throws RangeError when the seconds are no finite number */
export function milliseconds(seconds: number): number {
  if (!Number.isFinite(seconds)) throw new RangeError(`${seconds} is no number of seconds.`);
  return Math.ceil(seconds * 1000);
}
