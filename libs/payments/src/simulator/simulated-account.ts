import type { KeyValueStore } from '@app/redis';
import {
  type Notes,
  type OrderEntity,
  type PaymentEntity,
  type RefundEntity,
  newOrder,
  newPayment,
  newRefund,
} from './razorpay-entities.js';
import { RazorpayError, UnknownIdError } from './razorpay-error.js';
import { type WebhookEvent, newEvent } from './webhook-events.js';

/** Holds the account; instances with the same store share it. */
export type SimulatorStore = Pick<KeyValueStore, 'get' | 'setIfAbsent' | 'replaceIf'>;

/** An order with its payments and events, in one store entry so that it can be replaced atomically. */
export interface OrderFile {
  order: OrderEntity;
  /** Whether authorised payments are captured automatically; not part of the API's order. */
  isCaptured: boolean;
  payments: PaymentEntity[];
  refunds: RefundEntity[];
  /** All events so far, oldest first. */
  events: WebhookEvent[];
}

/** The result of a step: its payment and the webhook events to send. */
export interface Outcome {
  payment: PaymentEntity;
  events: WebhookEvent[];
}

export const PAY_OUTCOMES = ['captured', 'authorized', 'failed'] as const;
export type PayOutcome = (typeof PAY_OUTCOMES)[number];

const KEEP_SECONDS = 30 * 24 * 3600;
const MAX_NOTES = 15;
const MIN_CAPTURE_MINUTES = 12;
const MAX_RECEIPT_LENGTH = 40;
const FAILURE = {
  error_code: 'BAD_REQUEST_ERROR',
  error_description: 'Payment was unsuccessful as the bank declined it.',
  error_source: 'bank',
  error_step: 'payment_authorization',
  error_reason: 'payment_failed',
} as const;
const NO_FAILURE = {
  error_code: null,
  error_description: null,
  error_source: null,
  error_step: null,
  error_reason: null,
} as const;

/** The orders, payments and refunds of a merchant at Razorpay, with Razorpay's rules. */
export class SimulatedAccount {
  constructor(
    private readonly store: SimulatorStore,
    private readonly nowMs: () => number,
  ) {}

  /** @throws RazorpayError for requests that Razorpay would reject */
  async createOrder(request: Record<string, unknown>): Promise<OrderEntity> {
    const order = newOrder(readOrderRequest(request), this.nowSeconds());
    const isCaptured = readCapture(request.payment);
    const file: OrderFile = { order, isCaptured, payments: [], refunds: [], events: [] };
    await this.store.setIfAbsent(orderKey(order.id), JSON.stringify(file), KEEP_SECONDS);
    return order;
  }

  /** @throws RazorpayError for an unknown order */
  async getFile(orderId: string): Promise<OrderFile> {
    return JSON.parse(await this.getText(orderId)) as OrderFile;
  }

  /** @throws RazorpayError for an unknown payment */
  async getPayment(paymentId: string): Promise<PaymentEntity> {
    return paymentOf(await this.getFile(await this.getOrderIdOf(paymentId)), paymentId);
  }

  /**
   * Pays an order at the checkout. For an order that is already paid, returns its payment and events again.
   *
   * @throws RazorpayError for an unknown order
   */
  async pay(orderId: string, outcome: PayOutcome): Promise<Outcome> {
    const createdAt = this.nowSeconds();
    const result = await this.change(orderId, (file) => {
      const paid = file.payments.find(({ captured }) => captured);
      if (paid) return { payment: paid, events: file.events.filter(({ name }) => PAID.has(name)) };
      const payment = newPayment(file.order, createdAt);
      file.payments.push(payment);
      file.order.attempts += 1;
      const step = outcome === 'captured' && !file.isCaptured ? authorize : STEPS[outcome];
      return { payment, events: step(file, payment, createdAt) };
    });
    await this.store.setIfAbsent(paymentKey(result.payment.id), orderId, KEEP_SECONDS);
    return result;
  }

  /**
   * Captures an authorised payment. Also simulates late authorisation: the bank approves a failed payment later, even
   * when another payment has paid the order.
   *
   * @throws RazorpayError for an unknown or already captured payment
   */
  async captureLate(paymentId: string): Promise<Outcome> {
    const createdAt = this.nowSeconds();
    return this.change(await this.getOrderIdOf(paymentId), (file) => {
      const payment = paymentOf(file, paymentId);
      if (payment.captured) throw new RazorpayError('This payment has already been captured');
      return { payment, events: capture(file, payment, createdAt) };
    });
  }

  /**
   * @param amount in paise; the whole remainder when absent
   * @throws RazorpayError for an unknown payment, or when the amount exceeds the remainder
   */
  async refund(paymentId: string, amount?: unknown): Promise<Outcome & { refund: RefundEntity }> {
    const createdAt = this.nowSeconds();
    return this.change(await this.getOrderIdOf(paymentId), (file) => {
      const payment = paymentOf(file, paymentId);
      const refund = newRefund(payment, readRefundAmount(payment, amount), createdAt);
      payment.amount_refunded += refund.amount;
      payment.refund_status = payment.amount_refunded === payment.amount ? 'full' : 'partial';
      if (payment.refund_status === 'full') payment.status = 'refunded';
      file.refunds.push(refund);
      const event = newEvent('refund.processed', { refund, payment }, createdAt);
      file.events.push(event);
      return { payment, refund, events: [event] };
    });
  }

  /** Changes an order atomically; retries when another instance has changed it meanwhile. */
  private async change<T>(orderId: string, step: (file: OrderFile) => T): Promise<T> {
    for (;;) {
      const text = await this.getText(orderId);
      const file = JSON.parse(text) as OrderFile;
      const result = step(file);
      if (await this.store.replaceIf(orderKey(orderId), text, JSON.stringify(file), KEEP_SECONDS)) return result;
    }
  }

  private async getText(orderId: string): Promise<string> {
    const text = await this.store.get(orderKey(orderId));
    if (text === null) throw new UnknownIdError();
    return text;
  }

  private async getOrderIdOf(paymentId: string): Promise<string> {
    const orderId = await this.store.get(paymentKey(paymentId));
    if (orderId === null) throw new UnknownIdError();
    return orderId;
  }

  private nowSeconds(): number {
    return Math.floor(this.nowMs() / 1000);
  }
}

const PAID = new Set(['payment.captured', 'order.paid']);

const orderKey = (orderId: string): string => `razorpay:order:${orderId}`;
const paymentKey = (paymentId: string): string => `razorpay:payment:${paymentId}`;

function paymentOf(file: OrderFile, paymentId: string): PaymentEntity {
  const payment = file.payments.find(({ id }) => id === paymentId);
  if (!payment) throw new UnknownIdError();
  return payment;
}

function capture(file: OrderFile, payment: PaymentEntity, createdAt: number): WebhookEvent[] {
  const { order } = file;
  Object.assign(payment, { status: 'captured', captured: true, ...NO_FAILURE });
  payment.fee = Math.round(payment.amount * 0.0236);
  payment.tax = Math.round(payment.amount * 0.0036);
  const isFirst = order.status !== 'paid';
  Object.assign(order, { status: 'paid', amount_paid: order.amount, amount_due: 0 });
  const events = [
    newEvent('payment.captured', { payment }, createdAt),
    ...(isFirst ? [newEvent('order.paid', { payment, order }, createdAt)] : []),
  ];
  file.events.push(...events);
  return events;
}

/** The bank has reserved the money; to the buyer it looks paid. */
function authorize(file: OrderFile, payment: PaymentEntity, createdAt: number): WebhookEvent[] {
  payment.status = 'authorized';
  file.order.status = 'attempted';
  const event = newEvent('payment.authorized', { payment }, createdAt);
  file.events.push(event);
  return [event];
}

function fail(file: OrderFile, payment: PaymentEntity, createdAt: number): WebhookEvent[] {
  Object.assign(payment, { status: 'failed', ...FAILURE });
  file.order.status = 'attempted';
  const event = newEvent('payment.failed', { payment }, createdAt);
  file.events.push(event);
  return [event];
}

const STEPS = { captured: capture, authorized: authorize, failed: fail };

/** Without a setting of the order, the account captures automatically. */
function readCapture(payment: unknown): boolean {
  if (payment === undefined) return true;
  const { capture: mode, capture_options: options } = payment as { capture?: unknown; capture_options?: unknown };
  if (mode === 'manual') return false;
  const { automatic_expiry_period: minutes } = (options ?? {}) as { automatic_expiry_period?: unknown };
  if (mode === 'automatic' && Number.isSafeInteger(minutes) && (minutes as number) >= MIN_CAPTURE_MINUTES) return true;
  throw new RazorpayError('The payment capture settings are not valid.', { field: 'payment' });
}

function readOrderRequest({
  amount,
  currency,
  receipt = null,
  notes = {},
}: Record<string, unknown>): Pick<OrderEntity, 'amount' | 'currency' | 'receipt' | 'notes'> {
  if (!Number.isSafeInteger(amount)) throw new RazorpayError('The amount must be an integer.', { field: 'amount' });
  if ((amount as number) < 100) throw new RazorpayError('The amount must be at least INR 1.00', { field: 'amount' });
  if (currency !== 'INR') throw new RazorpayError('Currency is not supported', { field: 'currency' });
  if (receipt !== null && (typeof receipt !== 'string' || receipt.length > MAX_RECEIPT_LENGTH)) {
    const description = `The receipt may not be greater than ${MAX_RECEIPT_LENGTH} characters.`;
    throw new RazorpayError(description, { field: 'receipt' });
  }
  if (typeof notes !== 'object' || notes === null || Object.keys(notes).length > MAX_NOTES) {
    throw new RazorpayError(`Number of fields in notes should be less than or equal to ${MAX_NOTES}`, {
      field: 'notes',
    });
  }
  const kept: Notes = Object.keys(notes).length > 0 ? (notes as Record<string, string>) : [];
  return { amount: amount as number, currency, receipt, notes: kept };
}

function readRefundAmount(payment: PaymentEntity, amount: unknown): number {
  if (payment.status === 'refunded') throw new RazorpayError('The payment has been fully refunded already');
  if (payment.status !== 'captured') {
    throw new RazorpayError('The payment status should be captured for action to be taken');
  }
  const left = payment.amount - payment.amount_refunded;
  const wanted = amount ?? left;
  if (!Number.isSafeInteger(wanted) || (wanted as number) < 1) {
    throw new RazorpayError('The amount must be an integer.', { field: 'amount' });
  }
  if ((wanted as number) > left) {
    throw new RazorpayError('The total refund amount is greater than the refund payment amount', { field: 'amount' });
  }
  return wanted as number;
}
