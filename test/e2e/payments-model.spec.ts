import { PaymentsService } from '@app/payments';
import { UsersService } from '@app/users';
import { DAY_MS, checkoutResult, deliver, webhookBody } from '../support/payments.js';
import { makePremium, signIn } from '../support/people.js';
import { seededRandom } from '../support/seeded-random.js';
import { type TestApp, startApp } from '../support/start-app.js';

const SEQUENCES = 300;
const SEED = 20_261_122;
const TIMEOUT_MS = 600_000;
const PLANS = [
  { days: 30, price: 4900 },
  { days: 180, price: 24_900 },
];
const REFUND_SHARES = [1, 0.5, 0.3, 0.07];
/** What a payment says of itself whose money was never ours. */
const UNCAPTURED = [{ captured: false }, { status: 'failed' }, { status: 'authorized', captured: false }];
const STRANGE_NAMES = ['payment.dispute.created', 'refund.created', 'Payment.Captured', '', null, undefined, 7];

/** An order as the model sees it: which payments were captured, and which refunds there were of each. */
class ModelOrder {
  readonly captured = new Set<string>();
  /** By payment, captured or not. */
  readonly refunds = new Map<string, Map<string, number>>();
  hasFailed = false;

  constructor(
    readonly days: number,
    readonly price: number,
  ) {}

  worth(): number {
    const refunded = (id: string): number => [...(this.refunds.get(id)?.values() ?? [])].reduce(add, 0);
    const left = [...this.captured].map((id) => Math.max(0, this.price - refunded(id)));
    return Math.ceil((this.days * Math.min(this.price, left.reduce(add, 0))) / this.price);
  }

  refund(paymentId: string, refundId: string, amount: number): void {
    this.refunds.set(paymentId, (this.refunds.get(paymentId) ?? new Map<string, number>()).set(refundId, amount));
  }

  status(): string {
    if (this.captured.size === 0) return this.hasFailed ? 'failed' : 'pending';
    return this.worth() > 0 ? 'completed' : 'refunded';
  }
}

/** What premium should come to: all that was given, in the order it was given in, less what was taken back of it. */
class Model {
  private gifts: { order: ModelOrder; at: number; days: number }[] = [];

  /** @param base the end of premium at the beginning; null for none, Infinity for life */
  constructor(private readonly base: number | null) {}

  change(order: ModelOrder, at: number, event: () => void): void {
    const before = order.worth();
    event();
    let change = order.worth() - before;
    if (change > 0) this.gifts.push({ order, at, days: change });
    for (const gift of this.gifts.filter((candidate) => candidate.order === order).reverse()) {
      const taken = Math.min(gift.days, Math.max(0, -change));
      gift.days -= taken;
      change += taken;
    }
  }

  expiry(): number | null {
    const gifts = this.gifts.filter(({ days }) => days > 0);
    return gifts.reduce((end: number | null, { at, days }) => Math.max(end ?? at, at) + days * DAY_MS, this.base);
  }
}

const add = (one: number, other: number): number => one + other;

describe('whatever is told of payments, in whatever order and however often', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ env: { RATE_LIMIT_FACTOR: '0' } });
  });
  afterAll(() => app.stop());

  it(
    `premium and status are what a model of twenty lines says, in ${SEQUENCES} random sequences`,
    async () => {
      const random = seededRandom(SEED);
      const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
      for (let sequence = 0; sequence < SEQUENCES; sequence += 1) await playSequence(sequence, random, pick);
    },
    TIMEOUT_MS,
  );

  async function playSequence(sequence: number, random: () => number, pick: <T>(items: readonly T[]) => T) {
    const person = await signIn(app);
    const base = pick([null, null, app.clock.nowMs() + 10 * DAY_MS, app.clock.nowMs() - 10 * DAY_MS, Infinity]);
    if (base !== null) await makePremium(app, person, base === Infinity ? null : new Date(base));
    const user = await app.app.get(UsersService, { strict: false }).getUser(person.id);
    const model = new Model(base);
    const payments = app.app.get(PaymentsService, { strict: false });
    const orders = new Map<string, ModelOrder>();
    for (const { days, price } of PLANS) {
      orders.set((await payments.createPayment(user, { planDuration: days })).orderId, new ModelOrder(days, price));
    }
    const sent: { body: string; eventId: string }[] = [];
    const told: string[] = [];

    const tell = async (orderId: string, order: ModelOrder): Promise<void> => {
      const paymentId = `pay_${sequence}_${pick(['a', 'a', 'a', 'b'])}_${order.days}`;
      const about = { orderId, paymentId, amount: order.price };
      const sendBody = async (body: string): Promise<void> => {
        // Now and then under the id of another event, which says nothing about this one.
        const isIdUsed = sent.length > 0 && random() < 0.1;
        const webhook = { body, eventId: isIdUsed ? pick(sent).eventId : `${sequence}-${sent.length}` };
        sent.push(webhook);
        expect((await deliver(app, webhook.body, { eventId: webhook.eventId })).status).toBe(200);
      };
      const send = (name: Parameters<typeof webhookBody>[0], more: object = {}): Promise<void> =>
        sendBody(webhookBody(name, { ...about, ...more }));
      const capture = (): void => model.change(order, app.clock.nowMs(), () => order.captured.add(paymentId));
      const refund = async (payment: object, isCaptured: boolean): Promise<void> => {
        const share = pick(REFUND_SHARES);
        const refunded = Math.round(order.price * share);
        const refundId = `rfnd_${paymentId}_${REFUND_SHARES.indexOf(share)}`;
        await send('refund.processed', { refundId, refunded, payment });
        model.change(order, app.clock.nowMs(), () => {
          if (isCaptured) order.captured.add(paymentId);
          order.refund(paymentId, refundId, refunded);
        });
      };
      const step = pick([
        'captured',
        'paid',
        'verify',
        'failed',
        'refund',
        'refund',
        'returned',
        'uncaptured',
        'strange',
        'wrong',
        'again',
        'wait',
      ] as const);
      told.push(`${step} ${paymentId}`);
      switch (step) {
        case 'captured':
          await send('payment.captured');
          capture();
          return;
        case 'paid':
          await send('order.paid');
          capture();
          return;
        case 'verify':
          await payments.verifyPayment(user, checkoutResult(app.settings, orderId, paymentId));
          capture();
          return;
        case 'failed':
          await send('payment.failed');
          order.hasFailed = true;
          return;
        case 'refund':
          return refund({}, true);
        case 'returned':
          return refund(pick(UNCAPTURED), false);
        case 'uncaptured':
          return send(pick(['payment.captured', 'order.paid'] as const), { payment: pick(UNCAPTURED) });
        case 'strange': {
          const body = JSON.parse(
            webhookBody(pick(['payment.captured', 'refund.processed'] as const), about),
          ) as object;
          return sendBody(JSON.stringify({ ...body, event: pick(STRANGE_NAMES) }));
        }
        case 'wrong':
          return send(pick(['payment.captured', 'order.paid'] as const), { amount: pick([1, 0, -1, order.price + 1]) });
        case 'again':
          if (sent.length > 0) {
            const { body, eventId } = pick(sent);
            expect((await deliver(app, body, { eventId })).status).toBe(200);
          }
          return;
        case 'wait':
          app.clock.advance({ days: Math.floor(random() * 40), hours: 5 });
      }
    };

    const length = 3 + Math.floor(random() * 10);
    for (let count = 0; count < length; count += 1) {
      const [orderId, order] = pick([...orders]);
      await tell(orderId, order);
      const stored = await app.dataSource.getRepository('users').findOneByOrFail({ id: person.id });
      const expected = model.expiry();
      expect({ told, plan: stored.plan, expiry: stored.premiumExpiryDate }).toEqual({
        told,
        plan: expected === null ? 'basic' : 'premium',
        expiry: expected === null || expected === Infinity ? null : new Date(expected),
      });
    }
    for (const [orderId, order] of orders) {
      const stored = await app.dataSource.getRepository('payments').findOneByOrFail({ orderId });
      expect([told, stored.status]).toEqual([told, order.status()]);
    }
  }
});
