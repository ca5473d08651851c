import type { Payment, PaymentStatus } from './payment.entity.js';
import type { PaymentEvent } from './payment-event.entity.js';

/** The part of a ledger line that affects its order. */
export type Fact = Pick<PaymentEvent, 'kind' | 'paymentId' | 'refundId' | 'amount'>;

export interface Settlement {
  status: PaymentStatus;
  /** Days of premium covered by the money not refunded. */
  days: number;
  /** The first payment that paid the order. */
  paymentId: string | null;
}

/**
 * Computes an order's state from all its facts. Their sequence and repetitions don't matter.
 *
 * A payment counts for the order's amount less its refunds. An order reported as paid without a payment counts as one
 * payment until the payment is known. Only whole days are removed, rounded in the customer's favour: no days are left
 * exactly when the whole amount is refunded.
 */
export function settle(
  { amount, planDuration }: Pick<Payment, 'amount' | 'planDuration'>,
  facts: readonly Fact[],
): Settlement {
  // Only captured payments can be refunded, so a refund implies its capture, whose event may come later. `returned`
  // implies no capture; it only cancels one that the checkout reported at authorisation.
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

/** Whether an order was paid more than once, so that a refund is due. */
export function isPaidTwice(facts: readonly Fact[]): boolean {
  return paymentIdsOf(facts, ['captured']).length > 1;
}

function paymentIdsOf(facts: readonly Fact[], kinds: readonly string[]): string[] {
  const ids = facts.filter(({ kind }) => kinds.includes(kind)).map(({ paymentId }) => paymentId);
  return [...new Set(ids)].filter((id) => id !== null);
}

/** Counts each refund once. If the cumulative total is higher, use it: a refund event was missed. */
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
