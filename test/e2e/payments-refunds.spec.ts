import {
  type Buyer,
  DAY_MS,
  checkoutResult,
  countOf,
  daysLeft,
  deliver,
  newPaymentId,
  order,
  paymentOf,
  premiumOf,
  signInBuyer,
  verify,
  webhookBody,
} from '../support/payments.js';
import { makePremium } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const NEVER = { isPremium: false, plan: 'basic', expiry: null };

describe('a refund', () => {
  let app: TestApp;
  let buyer: Buyer;
  let told: { orderId: string; paymentId: string };

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    buyer = await signInBuyer(app);
    told = { orderId: buyer.orderId, paymentId: newPaymentId() };
  });

  const pay = () => deliver(app, webhookBody('payment.captured', told));
  const refund = (refunded: unknown, refundId: string, about: object = {}) =>
    deliver(app, webhookBody('refund.processed', { ...told, refunded, refundId, ...about }));
  const status = async (): Promise<string> => (await paymentOf(buyer, buyer.orderId)).status;

  it('in full takes back all that was given, at once', async () => {
    await pay();
    await refund(4900, 'rfnd_1');
    expect([await status(), await premiumOf(buyer)]).toEqual(['refunded', NEVER]);
  });

  it('in parts takes back whole days by share, and nothing is left once it is all', async () => {
    await pay();
    await refund(1000, 'rfnd_a');
    expect([await status(), await daysLeft(app, buyer)]).toEqual(['completed', 24]);
    await refund(1450, 'rfnd_b');
    expect([await status(), await daysLeft(app, buyer)]).toEqual(['completed', 15]);
    await refund(2450, 'rfnd_c');
    expect([await status(), await premiumOf(buyer)]).toEqual(['refunded', NEVER]);
  });

  it('that is told of again takes nothing more', async () => {
    await pay();
    await refund(2450, 'rfnd_d');
    await refund(2450, 'rfnd_d');
    expect(await daysLeft(app, buyer)).toBe(15);
  });

  it('told of before the payment leaves only what is still paid for', async () => {
    await refund(2450, 'rfnd_e');
    await pay();
    expect([await status(), await daysLeft(app, buyer)]).toEqual(['completed', 15]);
  });

  it('in full, told of before the payment, leaves nothing to give', async () => {
    await refund(4900, 'rfnd_f');
    await pay();
    const { body } = await verify(buyer, checkoutResult(app.settings, buyer.orderId, told.paymentId));
    expect([body.payment.status, await premiumOf(buyer)]).toEqual(['refunded', NEVER]);
  });

  it('leaves what was there before the order', async () => {
    const before = new Date(app.clock.nowMs() + 3 * DAY_MS);
    await makePremium(app, buyer, before);
    await pay();
    await refund(4900, 'rfnd_g');
    expect(await premiumOf(buyer)).toEqual({ isPremium: true, plan: 'premium', expiry: before.toISOString() });
  });

  it('leaves what another order gave', async () => {
    await pay();
    app.clock.advance({ hours: 12 });
    const second = await order(buyer, 180);
    await verify(buyer, checkoutResult(app.settings, second));
    await refund(4900, 'rfnd_h');
    expect(await daysLeft(app, buyer)).toBe(180);
    expect((await paymentOf(buyer, second)).status).toBe('completed');
  });

  it('takes nothing from an order that was bought when the first had run out', async () => {
    await pay();
    await app.dataSource.query('UPDATE payment_events SET createdAt = ?, expiryAfter = ? WHERE orderId = ?', [
      new Date(app.clock.nowMs() - 60 * DAY_MS),
      new Date(app.clock.nowMs() - 30 * DAY_MS),
      buyer.orderId,
    ]);
    await makePremium(app, buyer, new Date(app.clock.nowMs() - 30 * DAY_MS));
    await verify(buyer, checkoutResult(app.settings, await order(buyer, 180)));
    await refund(4900, 'rfnd_i');
    expect([await status(), await daysLeft(app, buyer)]).toEqual(['refunded', 180]);
  });

  it('of the second of two payments takes nothing', async () => {
    await pay();
    const twice = { orderId: buyer.orderId, paymentId: newPaymentId() };
    await deliver(app, webhookBody('payment.captured', twice));
    await deliver(app, webhookBody('refund.processed', { ...twice, refunded: 4900 }));
    expect([await status(), await daysLeft(app, buyer)]).toEqual(['completed', 30]);
  });

  it('takes nothing from premium for life', async () => {
    await makePremium(app, buyer, null);
    await pay();
    await refund(4900, 'rfnd_j');
    expect(await premiumOf(buyer)).toEqual({ isPremium: true, plan: 'premium', expiry: null });
  });

  it.each([0, -1, 0.5, '1', -4900, 1e300])('of %j is no refund, and raises an alarm', async (amount) => {
    await pay();
    const before = await countOf(app, 'payment_mismatched');
    expect((await refund(amount, 'rfnd_k')).status).toBe(200);
    expect([await status(), await daysLeft(app, buyer)]).toEqual(['completed', 30]);
    expect(await countOf(app, 'payment_mismatched')).toBe(before + 1);
  });

  it('of more than was paid takes back no more than was given', async () => {
    await makePremium(app, buyer, new Date(app.clock.nowMs() + 3 * DAY_MS));
    await pay();
    await refund(1_000_000_000, 'rfnd_l');
    expect(await daysLeft(app, buyer)).toBe(3);
  });

  it('of a payment of another amount gives nothing', async () => {
    await deliver(app, webhookBody('payment.captured', { ...told, amount: 100 }));
    await refund(100, 'rfnd_m', { amount: 100 });
    expect([await status(), await premiumOf(buyer)]).toEqual(['pending', NEVER]);
  });

  it('from the provider’s dashboard is understood', async () => {
    const { body } = await app.api.post('/dev/razorpay/pay', { orderId: buyer.orderId, webhook: true });
    const refundOf = (amount?: number) =>
      app.api.post('/dev/razorpay/refund', { paymentId: body.paymentId, webhook: true, ...(amount && { amount }) });
    await refundOf(2450);
    expect(await daysLeft(app, buyer)).toBe(15);
    await refundOf();
    expect([await status(), await premiumOf(buyer)]).toEqual(['refunded', NEVER]);
  });
});
