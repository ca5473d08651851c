import { transact } from '@app/database';
import { expectFailure } from '../support/failures.js';
import { checkoutResult, daysLeft, deliver, paymentOf, signInBuyer, verify, webhookBody } from '../support/payments.js';
import { signIn } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { isServerTested } from '../support/test-database.js';

describe('while the database is slow', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it('a webhook is answered all the same, with 503, and what it told is not lost when it comes again', async () => {
    const buyer = await signInBuyer(app);
    const result = checkoutResult(app.settings, buyer.orderId);
    const body = webhookBody('payment.captured', result);
    // Somebody holds the order for longer than the provider waits; were the webhook to wait as well, both would for ever.
    const answer = await transact(app.dataSource, async (manager) => {
      await manager.query('UPDATE payments SET checks = checks WHERE orderId = ?', [buyer.orderId]);
      return deliver(app, body, { eventId: result.paymentId });
    });
    expectFailure(answer, 503, 'SERVICE_UNAVAILABLE');
    expect((await deliver(app, body, { eventId: result.paymentId })).status).toBe(200);
    await verify(buyer, result);
    expect([await daysLeft(app, buyer), (await paymentOf(buyer, buyer.orderId)).status]).toEqual([30, 'completed']);
  });

  /** Holds an order as a writer that does not come to an end would, for as long as the work takes. */
  const whileLocked = <T>(orderId: string, work: () => Promise<T>): Promise<T> =>
    transact(app.dataSource, async (manager) => {
      await manager.query('UPDATE payments SET checks = checks WHERE orderId = ?', [orderId]);
      return work();
    });

  // The embedded database has one connection, which whoever holds the order holds as well.
  (isServerTested ? it : it.skip)('webhooks about an order that is held keep nobody else waiting', async () => {
    const buyer = await signInBuyer(app);
    const result = checkoutResult(app.settings, buyer.orderId);
    const hooks = await whileLocked(buyer.orderId, async () => {
      const sent = Array.from({ length: 30 }, (_, index) =>
        deliver(app, webhookBody('payment.captured', result), { eventId: `${result.paymentId}-${index}` }),
      );
      for (let count = 0; count < 20; count += 1) {
        expect((await buyer.api.get('/users/me')).status).toBe(200);
        expect((await buyer.api.get('/payments')).status).toBe(200);
      }
      return Promise.all(sent);
    });
    expect(new Set(hooks.map(({ status }) => status))).toEqual(new Set([503]));
    expect((await deliver(app, webhookBody('payment.captured', result))).status).toBe(200);
    expect(await daysLeft(app, buyer)).toBe(30);
  });

  (isServerTested ? it : it.skip)('a checkout that was verified is verified again without waiting', async () => {
    const buyer = await signInBuyer(app);
    const result = checkoutResult(app.settings, buyer.orderId);
    const { body } = await verify(buyer, result);
    const again = await whileLocked(buyer.orderId, () => verify(buyer, result));
    expect([again.status, again.body]).toEqual([200, body]);
  });

  it('a provider that refuses leaves verification, lists and plans alone', async () => {
    const buyer = await signInBuyer(app);
    await app.api.post('/dev/razorpay/faults', { kind: 'refuse', count: 50 });
    const other = await signIn(app);
    expectFailure(
      await other.api.post('/payments/razorpay/create', { planDuration: 30 }),
      502,
      'PAYMENT_PROVIDER_ERROR',
    );
    expect((await verify(buyer, checkoutResult(app.settings, buyer.orderId))).status).toBe(200);
    for (const path of ['/payments', '/payments/plans', '/users/me']) {
      expect((await buyer.api.get(path)).status).toBe(200);
    }
  });
});
