import type { GatewayOrder, GatewayPayment } from './payment-gateway.js';

/** Reads what Razorpay answers. Behind a proxy even a page of HTML may come with 200, so nothing is taken on trust. */

const ORDER_STATUSES = ['created', 'attempted', 'paid'] as const;
const PAYMENT_STATUSES = ['created', 'authorized', 'captured', 'refunded', 'failed'] as const;

/** @throws TypeError when it is no order */
export function readOrder(answer: unknown): GatewayOrder {
  const order = record(answer);
  return {
    id: text(order.id),
    amount: amount(order.amount),
    amountPaid: amount(order.amount_paid),
    currency: text(order.currency),
    receipt: order.receipt === null ? '' : text(order.receipt),
    status: oneOf(ORDER_STATUSES, order.status),
  };
}

/** @throws TypeError when it is no collection of payments */
export function readPayments(answer: unknown): GatewayPayment[] {
  const { items } = record(answer);
  if (!Array.isArray(items)) throw new TypeError('There is no list of payments.');
  return items.map((item: unknown) => {
    const payment = record(item);
    return {
      id: text(payment.id),
      orderId: payment.order_id === null ? null : text(payment.order_id),
      amount: amount(payment.amount),
      currency: text(payment.currency),
      status: oneOf(PAYMENT_STATUSES, payment.status),
      amountRefunded: amount(payment.amount_refunded ?? 0),
    };
  });
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new TypeError('There is no JSON object.');
  return value as Record<string, unknown>;
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new TypeError('A text is missing.');
  return value;
}

function amount(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new TypeError('An amount is no whole number.');
  return value as number;
}

function oneOf<T extends string>(choices: readonly T[], value: unknown): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new TypeError('A status is none that is known.');
  return found;
}
