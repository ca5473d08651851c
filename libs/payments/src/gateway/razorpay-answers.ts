import type { GatewayOrder, GatewayPayment } from './payment-gateway.js';

/** Parses Razorpay's responses. Every field is checked: a proxy may return an HTML page with status 200. */

const ORDER_STATUSES = ['created', 'attempted', 'paid'] as const;
const ID = /^[\w-]{1,64}$/;
const PAYMENT_STATUSES = ['created', 'authorized', 'captured', 'refunded', 'failed'] as const;

/** @throws TypeError when the response is not an order, or not the requested one, still unpaid */
export function readNewOrder(response: unknown, requested: Pick<GatewayOrder, 'amount' | 'currency'>): GatewayOrder {
  const order = readOrder(response);
  const isOther = order.amount !== requested.amount || order.currency !== requested.currency;
  const isTouched = order.amountPaid > 0 || order.status === 'paid';
  if (isOther || isTouched) throw new TypeError('The order is not the one requested.');
  return order;
}

/** @throws TypeError when the response is not an order */
export function readOrder(response: unknown): GatewayOrder {
  const order = record(response);
  return {
    id: id(order.id),
    amount: amount(order.amount),
    amountPaid: amount(order.amount_paid),
    currency: text(order.currency),
    receipt: order.receipt === null ? '' : text(order.receipt),
    status: oneOf(ORDER_STATUSES, order.status),
  };
}

/** @throws TypeError when the response is not a list of payments, or one of them belongs to another order */
export function readPayments(response: unknown, orderId: string): GatewayPayment[] {
  const { items } = record(response);
  if (!Array.isArray(items)) throw new TypeError('Missing list of payments.');
  return items.map((item: unknown) => {
    const payment = record(item);
    const status = oneOf(PAYMENT_STATUSES, payment.status);
    if ((payment.order_id ?? orderId) !== orderId) throw new TypeError('A payment belongs to another order.');
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
  if (typeof value !== 'object' || value === null) throw new TypeError('Not a JSON object.');
  return value as Record<string, unknown>;
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new TypeError('Missing text.');
  return value;
}

function id(value: unknown): string {
  if (!ID.test(text(value))) throw new TypeError('Invalid id.');
  return value as string;
}

function amount(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new TypeError('Invalid amount.');
  return value as number;
}

function oneOf<T extends string>(choices: readonly T[], value: unknown): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new TypeError('Unknown status.');
  return found;
}
