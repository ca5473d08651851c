const FIRST_DELAY_MS = 5000;
const LONGEST_DELAY_MS = 3_600_000;

/**
 * How long to wait before the next attempt: twice as long every time, up to an hour, for as many days as it takes.
 *
 * @param attempts how many have failed, from 1
 * @param random from 0 to 1; spreads what failed together, by a quarter to both sides
 * @returns milliseconds
 */
export function retryDelayMs(attempts: number, random: number): number {
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** Math.min(attempts - 1, 30), LONGEST_DELAY_MS);
  return Math.round(delayMs * (0.75 + random / 2));
}
