/** When the provider is asked about an order that nobody has told us the end of. */

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

export const FIRST_CHECK_SECONDS = MINUTE_SECONDS;
/** An unpaid order is given up then. Should it be paid all the same, the webhook still counts. */
export const GIVE_UP_SECONDS = 7 * DAY_SECONDS;

const PAUSES_SECONDS = [5 * MINUTE_SECONDS, 15 * MINUTE_SECONDS, HOUR_SECONDS, 6 * HOUR_SECONDS];

/** @returns how long to wait after a check until the next one; most are paid at once or never, so it grows */
export function pauseAfter(checks: number): number {
  return PAUSES_SECONDS[checks - 1] ?? DAY_SECONDS;
}
