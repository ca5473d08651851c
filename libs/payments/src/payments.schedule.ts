/** When the reconciler checks an open order with the provider. */

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

export const FIRST_CHECK_SECONDS = MINUTE_SECONDS;
/** An unpaid order counts as failed after this time; a later webhook can still complete it. */
export const GIVE_UP_SECONDS = 7 * DAY_SECONDS;

const PAUSES_SECONDS = [5 * MINUTE_SECONDS, 15 * MINUTE_SECONDS, HOUR_SECONDS, 6 * HOUR_SECONDS];

/** @returns seconds until the next check; backs off, because most orders are paid at once or never */
export function pauseAfter(checks: number): number {
  return PAUSES_SECONDS[checks - 1] ?? DAY_SECONDS;
}
