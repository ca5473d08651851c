import { PaymentGateway, PaymentReconciler } from '@app/payments';
import type { Duration } from '../support/hand-clock.js';
import {
  type Buyer,
  DAY_MS,
  checkoutResult,
  countOf,
  ledgerOf,
  order,
  paymentOf,
  premiumOf,
  signInBuyer,
  verify,
} from '../support/payments.js';
import { type TestApp, startApp } from '../support/start-app.js';

const WEEK_OF_CHECKS: Duration[] = [
  { minutes: 1 },
  { minutes: 5 },
  { minutes: 15 },
  { hours: 1 },
  { hours: 6 },
  ...Array.from({ length: 7 }, () => ({ days: 1 })),
];

describe('the reconciler', () => {
  let app: TestApp;
  let buyer: Buyer;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    // Whatever other tests left to be asked about is none of this test's business.
    await app.dataSource.query('UPDATE payments SET nextCheckAt = NULL');
    buyer = await signInBuyer(app);
  });

  const pay = async (options: object = {}) =>
    (await app.api.post('/dev/razorpay/pay', { orderId: buyer.orderId, ...options })).body;
  const breakProvider = (count: number) => app.api.post('/dev/razorpay/faults', { kind: 'html502', count });
  /** The order and its owner as they are stored: over weeks nobody stays signed in. */
  const read = async (): Promise<{ status: string; checks: number; expiry: string | null }> => {
    const payment = await app.dataSource.getRepository('payments').findOneByOrFail({ orderId: buyer.orderId });
    const user = await app.dataSource.getRepository('users').findOneByOrFail({ id: buyer.id });
    return { status: payment.status, checks: payment.checks, expiry: user.premiumExpiryDate?.toISOString() ?? null };
  };
  const status = async (): Promise<string> => (await read()).status;
  const checks = async (): Promise<number> => (await read()).checks;
  const runAfter = async (time: Duration): Promise<void> => {
    app.clock.advance(time);
    await app.app.get(PaymentReconciler).run();
  };

  it('finds a payment that nobody told of, from a minute on', async () => {
    const { paymentId } = await pay();
    await runAfter({ seconds: 59 });
    expect(await status()).toBe('pending');
    await runAfter({ seconds: 1 });
    expect(await paymentOf(buyer, buyer.orderId)).toMatchObject({ status: 'completed', paymentId });
    const until = new Date(app.clock.nowMs() + 30 * DAY_MS).toISOString();
    expect(await premiumOf(buyer)).toEqual({ isPremium: true, plan: 'premium', expiry: until });
    expect((await ledgerOf(app, buyer.orderId)).at(-1)).toMatchObject({
      source: 'reconciler',
      kind: 'captured',
      days: 30,
    });
  });

  it('gives nothing more for what the checkout or a webhook told before or tells later', async () => {
    const result = await pay();
    await runAfter({ minutes: 1 });
    const { expiry } = await premiumOf(buyer);
    await verify(buyer, result);
    await pay({ webhook: true });
    expect((await premiumOf(buyer)).expiry).toBe(expiry);
  });

  it('asks less and less often, and gives an unpaid order up after a week', async () => {
    for (const [index, pause] of WEEK_OF_CHECKS.entries()) {
      await runAfter({ ...pause, ms: -1 });
      expect([await status(), await checks()]).toEqual(['pending', index]);
      await runAfter({ ms: 1 });
      expect(await checks()).toBe(index + 1);
    }
    expect(await status()).toBe('failed');
    await runAfter({ days: 30 });
    expect(await checks()).toBe(WEEK_OF_CHECKS.length);
  });

  it('leaves an order that was given up to be paid all the same', async () => {
    for (const pause of WEEK_OF_CHECKS) await runAfter(pause);
    expect(await status()).toBe('failed');
    await pay({ webhook: true });
    expect(await status()).toBe('completed');
  });

  it('sees a failure, and a payment that comes through after it', async () => {
    const { paymentId } = await pay({ outcome: 'failed' });
    await runAfter({ minutes: 1 });
    expect(await status()).toBe('failed');
    await app.api.post('/dev/razorpay/capture', { paymentId });
    await runAfter({ minutes: 5 });
    expect(await status()).toBe('completed');
  });

  it('asks again later when the provider fails', async () => {
    await pay();
    await breakProvider(2);
    await runAfter({ minutes: 1 });
    expect(await status()).toBe('pending');
    await breakProvider(0);
    await runAfter({ minutes: 4, seconds: 59 });
    expect(await status()).toBe('pending');
    await runAfter({ seconds: 1 });
    expect(await status()).toBe('completed');
  });

  it('asks about a paid order once more, for refunds that nobody told of', async () => {
    const result = await pay({ webhook: true });
    await app.api.post('/dev/razorpay/refund', { paymentId: result.paymentId, amount: 2450 });
    const { expiry } = await read();
    await runAfter({ days: 7, ms: -1 });
    expect((await read()).expiry).toBe(expiry);
    await runAfter({ ms: 1 });
    expect((await read()).expiry).toBe(new Date(Date.parse(expiry ?? '') - 15 * DAY_MS).toISOString());
    await runAfter({ days: 7 });
    expect(await checks()).toBe(1);
  });

  it('asks soon about what only the checkout vouched for, until it was captured', async () => {
    const result = await pay({ outcome: 'authorized' });
    await verify(buyer, result);
    await runAfter({ minutes: 1 });
    await runAfter({ minutes: 5 });
    expect([await status(), await checks()]).toEqual(['completed', 2]);
    await app.api.post('/dev/razorpay/capture', { paymentId: result.paymentId });
    await runAfter({ minutes: 15 });
    expect((await ledgerOf(app, buyer.orderId)).at(-1)).toMatchObject({ source: 'reconciler', kind: 'captured' });
    await runAfter({ days: 6 });
    expect(await checks()).toBe(3);
    await runAfter({ days: 1 });
    await runAfter({ days: 30 });
    expect([await status(), await checks()]).toEqual(['completed', 4]);
  });

  it('gives nothing for what is only authorised', async () => {
    await pay({ outcome: 'authorized' });
    await runAfter({ minutes: 1 });
    expect([await status(), await premiumOf(buyer)]).toEqual([
      'pending',
      expect.objectContaining({ isPremium: false }),
    ]);
  });

  it('gives up what the provider does not know, and goes on with the others', async () => {
    const unknown = buyer;
    await app.dataSource.query('UPDATE payments SET orderId = ? WHERE orderId = ?', [
      `order_${buyer.id}`,
      buyer.orderId,
    ]);
    app.clock.advance({ ms: 1 });
    buyer = await signInBuyer(app);
    await pay();
    await runAfter({ minutes: 1 });
    expect(await status()).toBe('completed');
    buyer = { ...unknown, orderId: `order_${unknown.id}` };
    for (const pause of WEEK_OF_CHECKS.slice(1)) await runAfter(pause);
    expect(await status()).toBe('failed');
  });

  it('goes on with the others when the provider refuses one', async () => {
    const refused = buyer;
    app.clock.advance({ ms: 1 });
    buyer = await signInBuyer(app);
    await pay();
    await app.api.post('/dev/razorpay/faults', { kind: 'refuse', count: 1 });
    await runAfter({ minutes: 1 });
    expect(await status()).toBe('completed');
    buyer = refused;
    expect([await status(), await checks()]).toEqual(['pending', 1]);
  });

  it('gives nothing that was refunded before anybody asked', async () => {
    const { paymentId } = await pay();
    await app.api.post('/dev/razorpay/refund', { paymentId });
    await runAfter({ minutes: 1 });
    expect([await status(), await premiumOf(buyer)]).toEqual([
      'refunded',
      { isPremium: false, plan: 'basic', expiry: null },
    ]);
  });

  it('asks about one order once, however many of it run at the same moment', async () => {
    await pay();
    app.clock.advance({ minutes: 1 });
    await Promise.all(Array.from({ length: 6 }, () => app.app.get(PaymentReconciler).run()));
    expect([await status(), await checks()]).toEqual(['completed', 1]);
  });

  it('asks about at most three orders a second, and goes on with the rest', async () => {
    const second = await signInBuyer(app);
    const orders = [buyer.orderId, await order(buyer, 180), await order(buyer, 365), second.orderId];
    for (const orderId of orders) await app.api.post('/dev/razorpay/pay', { orderId });
    const before = await countOf(app, 'payment_completed');
    await runAfter({ minutes: 1 });
    expect(await countOf(app, 'payment_completed')).toBe(before + 3);
    await runAfter({ seconds: 1 });
    expect(await countOf(app, 'payment_completed')).toBe(before + 4);
  });

  it('takes nothing of another amount for a payment', async () => {
    await pay();
    await app.dataSource.query('UPDATE payments SET amount = 4901 WHERE orderId = ?', [buyer.orderId]);
    await runAfter({ minutes: 1 });
    expect([await status(), (await premiumOf(buyer)).expiry]).toEqual(['pending', null]);
    await verify(buyer, checkoutResult(app.settings, buyer.orderId));
    expect(await status()).toBe('completed');
  });
});

it('a reconciler begins no further call once the program stops', async () => {
  const app = await startApp();
  try {
    await signInBuyer(app);
    await signInBuyer(app);
    app.clock.advance({ minutes: 1 });
    const reconciler = app.app.get(PaymentReconciler);
    const listPaymentsOf = jest.spyOn(app.app.get(PaymentGateway), 'listPaymentsOf').mockImplementation(() => {
      reconciler.onModuleDestroy();
      return Promise.resolve([]);
    });
    await reconciler.run();
    expect(listPaymentsOf.mock.calls).toHaveLength(1);
  } finally {
    await app.stop();
  }
});
