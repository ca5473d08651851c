import { randomInt } from 'node:crypto';

/** Razorpay's entities, as in its API and webhooks. */

/** Razorpay serialises an empty map as an empty list. */
export type Notes = Record<string, string> | [];

export interface OrderEntity {
  id: string;
  entity: 'order';
  amount: number;
  amount_paid: number;
  amount_due: number;
  currency: string;
  receipt: string | null;
  offer_id: string | null;
  status: 'created' | 'attempted' | 'paid';
  attempts: number;
  notes: Notes;
  /** In seconds since the Unix epoch, like all Razorpay timestamps. */
  created_at: number;
}

export interface PaymentEntity {
  id: string;
  entity: 'payment';
  amount: number;
  currency: string;
  status: 'created' | 'authorized' | 'captured' | 'refunded' | 'failed';
  order_id: string;
  invoice_id: null;
  international: boolean;
  method: string;
  amount_refunded: number;
  amount_transferred: number;
  refund_status: 'partial' | 'full' | null;
  captured: boolean;
  description: string;
  card_id: null;
  bank: null;
  wallet: null;
  vpa: string;
  email: string;
  contact: string;
  notes: Notes;
  fee: number | null;
  tax: number | null;
  error_code: string | null;
  error_description: string | null;
  error_source: string | null;
  error_step: string | null;
  error_reason: string | null;
  acquirer_data: { rrn: string | null };
  created_at: number;
}

export interface RefundEntity {
  id: string;
  entity: 'refund';
  amount: number;
  currency: string;
  payment_id: string;
  notes: Notes;
  receipt: null;
  acquirer_data: { arn: string | null };
  created_at: number;
  batch_id: null;
  status: 'processed';
  speed_processed: 'normal';
  speed_requested: 'normal';
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An id in Razorpay's format: a prefix for the entity and 14 letters and digits. */
export function newRazorpayId(kind: 'order' | 'pay' | 'rfnd'): string {
  return `${kind}_${randomBase62()}`;
}

/** The id of a webhook event, which has no prefix. */
export function randomBase62(): string {
  return Array.from({ length: 14 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

export function newOrder(
  order: Pick<OrderEntity, 'amount' | 'currency' | 'receipt' | 'notes'>,
  createdAt: number,
): OrderEntity {
  return {
    id: newRazorpayId('order'),
    entity: 'order',
    amount: order.amount,
    amount_paid: 0,
    amount_due: order.amount,
    currency: order.currency,
    receipt: order.receipt,
    offer_id: null,
    status: 'created',
    attempts: 0,
    notes: order.notes,
    created_at: createdAt,
  };
}

/** A UPI payment that has not succeeded yet, with the phone and e-mail that the buyer entered at the checkout. */
export function newPayment(order: OrderEntity, createdAt: number): PaymentEntity {
  return {
    id: newRazorpayId('pay'),
    entity: 'payment',
    amount: order.amount,
    currency: order.currency,
    status: 'created',
    order_id: order.id,
    invoice_id: null,
    international: false,
    method: 'upi',
    amount_refunded: 0,
    amount_transferred: 0,
    refund_status: null,
    captured: false,
    description: 'Simulated payment',
    card_id: null,
    bank: null,
    wallet: null,
    vpa: 'buyer@upi',
    email: 'buyer@example.com',
    contact: '+919000090000',
    notes: order.notes,
    fee: null,
    tax: null,
    error_code: null,
    error_description: null,
    error_source: null,
    error_step: null,
    error_reason: null,
    acquirer_data: { rrn: null },
    created_at: createdAt,
  };
}

export function newRefund(payment: PaymentEntity, amount: number, createdAt: number): RefundEntity {
  return {
    id: newRazorpayId('rfnd'),
    entity: 'refund',
    amount,
    currency: payment.currency,
    payment_id: payment.id,
    notes: [],
    receipt: null,
    acquirer_data: { arn: null },
    created_at: createdAt,
    batch_id: null,
    status: 'processed',
    speed_processed: 'normal',
    speed_requested: 'normal',
  };
}
