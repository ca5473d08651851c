import { createHmac, randomUUID } from 'node:crypto';
import type { RazorpaySettings, Settings } from '@app/config';
import type { Answer, ApiClient } from './api-client.js';
import { type Person, signIn } from './people.js';
import type { TestApp } from './start-app.js';

export const WEBHOOK = '/payments/razorpay/webhook';
export const PRICE = 4900;
export const DAY_MS = 86_400_000;

/** Somebody with an order. */
export interface Buyer extends Person {
  orderId: string;
}

/** Orders a plan. */
export async function order({ api }: Person, planDuration = 30): Promise<string> {
  const { status, body } = await api.post('/payments/razorpay/create', { planDuration });
  if (status !== 200) throw new Error(`Ordering answered ${status}: ${JSON.stringify(body)}`);
  return body.orderId;
}

/** Signs somebody in who orders a month. */
export async function signInBuyer(app: TestApp): Promise<Buyer> {
  const person = await signIn(app);
  return { ...person, orderId: await order(person) };
}

let lastPayment = 0;

/** An id of a payment that nobody used before in this process. */
export function newPaymentId(): string {
  lastPayment += 1;
  return `pay_${process.pid}x${lastPayment}`;
}

export function sign(content: string, secret: string): string {
  return createHmac('sha256', secret).update(content).digest('hex');
}

/** What the checkout hands to the app once the order is paid. */
export function checkoutResult({ razorpay }: Settings, orderId: string, paymentId = newPaymentId()) {
  return { orderId, paymentId, signature: sign(`${orderId}|${paymentId}`, razorpay.keySecret) };
}

export function verify({ api }: Person, result: object): Promise<Answer> {
  return api.post('/payments/razorpay/verify', result);
}

/** What a webhook is about, as far as tests care. */
export interface Told {
  orderId: string;
  paymentId: string;
  amount?: unknown;
  currency?: unknown;
  /** Of a refund. */
  refundId?: string;
  refunded?: unknown;
  /** Whatever else the payment says of itself. */
  payment?: object;
}

type WebhookName = 'payment.captured' | 'order.paid' | 'payment.failed' | 'payment.authorized' | 'refund.processed';

/** The body of a webhook as the provider writes it. */
export function webhookBody(name: WebhookName, told: Told): string {
  const { orderId, paymentId, amount = PRICE, currency = 'INR', refundId = `rfnd_${paymentId}` } = told;
  const isRefund = name === 'refund.processed';
  const refunded = told.refunded ?? amount;
  const payment = {
    id: paymentId,
    entity: 'payment',
    amount,
    currency,
    status: name === 'payment.failed' ? 'failed' : 'captured',
    order_id: orderId,
    amount_refunded: isRefund ? refunded : 0,
    email: 'buyer@example.com',
    contact: '+919000090000',
    notes: [],
    ...told.payment,
  };
  const entities = {
    payment: { entity: payment },
    ...(name === 'order.paid' && {
      order: { entity: { id: orderId, entity: 'order', amount, currency, status: 'paid' } },
    }),
    ...(isRefund && {
      refund: { entity: { id: refundId, entity: 'refund', amount: refunded, currency, payment_id: paymentId } },
    }),
  };
  return JSON.stringify({ entity: 'event', account_id: 'acc_1', event: name, payload: entities, created_at: 1 });
}

/** Delivers a webhook as the provider does. */
export function deliver(
  { settings, api }: { settings: { razorpay: Pick<RazorpaySettings, 'webhookSecret'> }; api: ApiClient },
  body: string,
  { eventId = randomUUID(), secret = settings.razorpay.webhookSecret }: { eventId?: string; secret?: string } = {},
): Promise<Answer> {
  return api.send('POST', WEBHOOK, body, {
    'content-type': 'application/json',
    'x-razorpay-signature': sign(body, secret),
    'x-razorpay-event-id': eventId,
  });
}

/** What somebody's account says of premium. */
export async function premiumOf({ api }: Person): Promise<{ isPremium: boolean; plan: string; expiry: string | null }> {
  const { isPremium, plan, premiumExpiryDate } = (await api.get('/users/me')).body.user;
  return { isPremium, plan, expiry: premiumExpiryDate };
}

/** How many whole days of premium are left from the clock's now; null when there is none and never was. */
export async function daysLeft({ clock }: TestApp, person: Person): Promise<number | null> {
  const { expiry } = await premiumOf(person);
  return expiry === null ? null : (Date.parse(expiry) - clock.nowMs()) / DAY_MS;
}

/** One of somebody's orders as the list shows it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads any field and checks what it finds.
export async function paymentOf({ api }: Person, orderId: string): Promise<any> {
  const { payments } = (await api.get('/payments')).body;
  return payments.find((payment: { orderId: string }) => payment.orderId === orderId);
}

/** The lines of the ledger about an order, oldest first. */
export function ledgerOf({ dataSource }: TestApp, orderId: string): Promise<LedgerRow[]> {
  const sql = 'SELECT source, kind, days, paymentId FROM payment_events WHERE orderId = ? ORDER BY createdAt, id';
  return dataSource.query<LedgerRow[]>(sql, [orderId]);
}

export interface LedgerRow {
  source: string;
  kind: string;
  days: number;
  paymentId: string | null;
}

/** How often something was counted in the metrics so far. */
export async function countOf({ api }: TestApp, event: string): Promise<number> {
  const { text } = await api.get('/metrics');
  return Number(new RegExp(`^carqr_events_total\\{event="${event}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}
