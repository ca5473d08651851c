import type { Payment, PaymentStatus } from './payment.entity.js';
import type { PaymentEvent } from './payment-event.entity.js';

/** What a line of the ledger says about its order. */
export type Fact = Pick<PaymentEvent, 'kind' | 'paymentId' | 'refundId' | 'amount'>;

export interface Settlement {
  status: PaymentStatus;
  /** The days of premium that the money kept so far is worth. */
  days: number;
  /** The payment that paid the order first. */
  paymentId: string | null;
}

/**
 * What an order has come to, from all that is known about it. The facts may come in any order and any number of times:
 * only which there are decides.
 *
 * A payment counts for the order's amount less its refunds. That the order is paid, without a word of by which payment,
 * counts as one until the payment is known. Days are taken back in whole ones, in the customer's favour,
 * so that all of them are gone when all of the money is.
 */
export function settle(
  { amount, planDuration }: Pick<Payment, 'amount' | 'planDuration'>,
  facts: readonly Fact[],
): Settlement {
  // Only what was captured can be refunded: a refund that is told of first stands for both. What was returned without
  // having been captured does not, and only takes back what we believed to be captured.
  const paymentIds = paymentIdsOf(facts, ['captured', 'refunded']);
  const isPaidSomehow = facts.some(({ kind, paymentId }) => kind === 'captured' && paymentId === null);
  if (paymentIds.length === 0 && isPaidSomehow) return { status: 'completed', days: planDuration, paymentId: null };
  if (paymentIds.length === 0) {
    const hasFailed = facts.some(({ kind }) => kind === 'failed');
    return { status: hasFailed ? 'failed' : 'pending', days: 0, paymentId: null };
  }
  const kept = paymentIds.reduce((sum, id) => sum + amount - Math.min(amount, refundedOf(id, facts)), 0);
  const days = Math.ceil((planDuration * Math.min(kept, amount)) / amount);
  return { status: days > 0 ? 'completed' : 'refunded', days, paymentId: paymentIds[0] ?? null };
}

/** Whether an order was paid more than once, so that somebody is owed money. */
export function isPaidTwice(facts: readonly Fact[]): boolean {
  return paymentIdsOf(facts, ['captured']).length > 1;
}

function paymentIdsOf(facts: readonly Fact[], kinds: readonly string[]): string[] {
  const ids = facts.filter(({ kind }) => kinds.includes(kind)).map(({ paymentId }) => paymentId);
  return [...new Set(ids)].filter((id) => id !== null);
}

/** Each refund once; a sum that was told of counts where it is more, since then some refund was not told of by itself. */
function refundedOf(paymentId: string, facts: readonly Fact[]): number {
  const refunds = facts.filter(
    (fact) => fact.paymentId === paymentId && (fact.kind === 'refunded' || fact.kind === 'returned'),
  );
  const single = new Map<string, number>();
  let sum = 0;
  for (const { refundId, amount } of refunds) {
    if (refundId === null) sum = Math.max(sum, amount ?? 0);
    else single.set(refundId, amount ?? 0);
  }
  return Math.max(
    sum,
    [...single.values()].reduce((total, amount) => total + amount, 0),
  );
}
