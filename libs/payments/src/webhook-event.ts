import { createHash } from 'node:crypto';
import { AppError, CommonErrors } from '@app/http';
import type { ProviderEvent } from './payment-ledger.js';

const ID = /^[\w-]{1,64}$/;
/** The stored fields of a webhook; personal data (contact, e-mail, card, account, notes) is left out. */
const KEPT_FIELDS = new Set([
  ...['id', 'order_id', 'payment_id', 'amount', 'amount_paid', 'amount_due', 'amount_refunded', 'currency', 'status'],
  ...['captured', 'refund_status', 'method', 'attempts', 'fee', 'tax', 'international', 'created_at'],
  ...['error_code', 'error_reason', 'error_source', 'error_step', 'speed_processed'],
]);
const NOT_YET_CAPTURED = new Set<unknown>(['created', 'authorized', 'failed']);
const MAX_KEPT_TEXT = 100;

type Entity = Readonly<Record<string, unknown>>;

/**
 * Reads a webhook whose signature was verified.
 *
 * @param body the raw bytes; deliveries of one event have equal bytes
 * @param eventId the provider's event id
 * @throws AppError INVALID_REQUEST when the body is not a JSON object
 */
export function readWebhook(body: Buffer, eventId: string | undefined): ProviderEvent {
  const event = parse(body);
  const hash = createHash('sha256').update(body).digest('hex');
  const payload = asEntity(event.payload) ?? {};
  const [payment, order, refund] = ['payment', 'order', 'refund'].map((name) =>
    asEntity(asEntity(payload[name])?.entity),
  );
  const kind = kindOf(event.event, payment);
  const paymentId = readId(payment?.id) ?? readId(refund?.payment_id);
  const orderId = readId(payment?.order_id) ?? readId(order?.id);
  // `order.paid` may not name its payment, and a refund may name neither order nor payment.
  const isNamed = paymentId !== null || (kind === 'captured' && payment === undefined && orderId !== null);
  const refundId = readId(refund?.id);
  const isAboutRefund = kind === 'refunded' || kind === 'returned';
  return {
    eventKey: ['webhook', ...(eventId && ID.test(eventId) ? [eventId] : []), hash].join(':'),
    source: 'webhook',
    kind: isNamed || kind === 'failed' ? kind : 'noted',
    orderId,
    paymentId,
    refundId,
    amount: isAboutRefund ? (refund ?? { amount: payment?.amount_refunded }).amount : (payment ?? order)?.amount,
    claims: claimsOf(payment, order, refund),
    payload: { event: keepValue(event.event), payment: keep(payment), order: keep(order), refund: keep(refund) },
  };
}

/** Without a payment, the order's `amount_paid` is claimed too. */
function claimsOf(payment?: Entity, order?: Entity, refund?: Entity): ProviderEvent['claims'] {
  const claim = ({ amount, currency }: Entity) => ({ amount, currency });
  return [
    ...(payment ? [claim(payment)] : []),
    ...(order ? [claim(order)] : []),
    ...(order && !payment ? [claim({ ...order, amount: order.amount_paid ?? order.amount })] : []),
    ...(refund && refund.currency !== undefined ? [{ currency: refund.currency }] : []),
  ];
}

function kindOf(name: unknown, payment: Entity | undefined): ProviderEvent['kind'] {
  switch (name) {
    case 'payment.captured':
    case 'order.paid':
      return isUncaptured(payment) ? 'noted' : 'captured';
    case 'payment.failed':
      return 'failed';
    case 'refund.processed':
      // The provider returns authorised payments that are not captured within some days.
      return isUncaptured(payment) ? 'returned' : 'refunded';
    default:
      return 'noted';
  }
}

function isUncaptured(payment: Entity | undefined): boolean {
  return payment?.captured === false || NOT_YET_CAPTURED.has(payment?.status);
}

function parse(body: Buffer): Entity {
  try {
    const event = asEntity(JSON.parse(body.toString('utf8')));
    if (event) return event;
  } catch {
    // Rejected below.
  }
  throw new AppError(CommonErrors.INVALID_REQUEST, { reason: 'The webhook is not a JSON object.' });
}

function asEntity(value: unknown): Entity | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entity) : undefined;
}

function readId(value: unknown): string | null {
  return typeof value === 'string' && ID.test(value) ? value : null;
}

function keep(entity: Entity | undefined): Entity | undefined {
  if (!entity) return undefined;
  const kept = Object.entries(entity).filter(([name]) => KEPT_FIELDS.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, keepValue(value)]));
}

/** Keeps numbers, booleans and short text; drops objects, which may contain personal data. */
function keepValue(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, MAX_KEPT_TEXT);
  return typeof value === 'object' ? null : value;
}
