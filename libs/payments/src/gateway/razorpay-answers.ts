import type { GatewayOrder, GatewayPayment } from './payment-gateway.js';

/** Reads what Razorpay answers. Behind a proxy even a page of HTML may come with 200, so nothing is taken on trust. */

const ORDER_STATUSES = ['created', 'attempted', 'paid'] as const;
const ID = /^[\w-]{1,64}$/;
const PAYMENT_STATUSES = ['created', 'authorized', 'captured', 'refunded', 'failed'] as const;

/** @throws TypeError when it is no order, or not the one that was asked for and is still to be paid */
export function readNewOrder(answer: unknown, asked: Pick<GatewayOrder, 'amount' | 'currency'>): GatewayOrder {
  const order = readOrder(answer);
  const isOther = order.amount !== asked.amount || order.currency !== asked.currency;
  const isTouched = order.amountPaid > 0 || order.status === 'paid';
  if (isOther || isTouched) throw new TypeError('The order is not the one that was asked for.');
  return order;
}

/** @throws TypeError when it is no order */
export function readOrder(answer: unknown): GatewayOrder {
  const order = record(answer);
  return {
    id: id(order.id),
    amount: amount(order.amount),
    amountPaid: amount(order.amount_paid),
    currency: text(order.currency),
    receipt: order.receipt === null ? '' : text(order.receipt),
    status: oneOf(ORDER_STATUSES, order.status),
  };
}

/** @throws TypeError when it is no collection of payments, or one of them is of another order */
export function readPayments(answer: unknown, orderId: string): GatewayPayment[] {
  const { items } = record(answer);
  if (!Array.isArray(items)) throw new TypeError('There is no list of payments.');
  return items.map((item: unknown) => {
    const payment = record(item);
    const status = oneOf(PAYMENT_STATUSES, payment.status);
    if ((payment.order_id ?? orderId) !== orderId) throw new TypeError('A payment is of another order.');
    return {
      id: id(payment.id),
      amount: amount(payment.amount),
      currency: text(payment.currency),
      status,
      isCaptured: (status === 'captured' || status === 'refunded') && payment.captured !== false,
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

function id(value: unknown): string {
  if (!ID.test(text(value))) throw new TypeError('An id is none.');
  return value as string;
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
