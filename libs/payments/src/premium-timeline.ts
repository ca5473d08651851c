import type { PaymentEvent } from './payment-event.entity.js';

const DAY_MS = 86_400_000;

/** The effect of a ledger line on a user's premium. */
export type PremiumStep = Pick<PaymentEvent, 'kind' | 'orderId' | 'days' | 'expiryBefore' | 'createdAt'>;

/** The expiry after an extension: days count from the later of now and the current expiry. */
export function extendFrom(expiry: Date | null, days: number, now: Date): Date {
  return new Date(Math.max(expiry?.getTime() ?? -Infinity, now.getTime()) + days * DAY_MS);
}

/**
 * The expiry after removing days of an order: as if the order had never added them. Days that had passed before a later
 * order are gone, and don't shorten what that order added.
 *
 * @param expiry the current expiry
 * @param steps all ledger steps of the user's premium, oldest first
 * @returns null when there would have been no premium at all
 */
export function takeBackFrom(expiry: Date, steps: readonly PremiumStep[], orderId: string, days: number): Date | null {
  const given = replay(steps);
  const without = replay(reduce(steps, orderId, days));
  if (without === -Infinity) return null;
  return new Date(expiry.getTime() - (given - without));
}

/** @returns milliseconds since the Unix epoch, -Infinity for no premium at all */
function replay(steps: readonly PremiumStep[]): number {
  let ends = steps[0]?.expiryBefore?.getTime() ?? -Infinity;
  for (const { kind, days, createdAt } of withoutTakenBack(steps)) {
    if (kind === 'revoked') ends = Math.min(ends, createdAt.getTime());
    else if (days > 0) ends = Math.max(ends, createdAt.getTime()) + days * DAY_MS;
  }
  return ends;
}

/** The steps that added days, less the days removed since. */
function withoutTakenBack(steps: readonly PremiumStep[]): PremiumStep[] {
  let kept: PremiumStep[] = [];
  for (const step of steps) {
    if (step.days < 0 && step.orderId !== null) kept = reduce(kept, step.orderId, -step.days);
    else if (step.days > 0 || step.kind === 'revoked') kept.push(step);
  }
  return kept;
}

/** Removes days that an order added, the latest first. */
function reduce(steps: readonly PremiumStep[], orderId: string, days: number): PremiumStep[] {
  let left = days;
  return steps
    .toReversed()
    .map((step) => {
      const taken = step.orderId === orderId ? Math.min(left, Math.max(step.days, 0)) : 0;
      left -= taken;
      return { ...step, days: step.days - taken };
    })
    .toReversed();
}
