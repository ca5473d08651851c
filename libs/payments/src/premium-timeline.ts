import type { PaymentEvent } from './payment-event.entity.js';

const DAY_MS = 86_400_000;

/** What a line of the ledger did to a user's premium. */
export type PremiumStep = Pick<PaymentEvent, 'kind' | 'orderId' | 'days' | 'expiryBefore' | 'createdAt'>;

/** When premium ends that is extended: days count from the later of now and the present end. */
export function extendFrom(expiry: Date | null, days: number, now: Date): Date {
  return new Date(Math.max(expiry?.getTime() ?? -Infinity, now.getTime()) + days * DAY_MS);
}

/**
 * When premium ends once days that an order gave are taken back: exactly where it would end had the order never given
 * them. Days that ran out before a later order are gone, and do not shorten what that one gave.
 *
 * @param expiry the present end
 * @param steps all that the ledger did to the user's premium, oldest first
 * @returns null when there would never have been any premium
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

/** The steps that gave something, less what was taken back of each since. */
function withoutTakenBack(steps: readonly PremiumStep[]): PremiumStep[] {
  let kept: PremiumStep[] = [];
  for (const step of steps) {
    if (step.days < 0 && step.orderId !== null) kept = reduce(kept, step.orderId, -step.days);
    else if (step.days > 0 || step.kind === 'revoked') kept.push(step);
  }
  return kept;
}

/** Takes days from what an order gave, the last given first. */
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
