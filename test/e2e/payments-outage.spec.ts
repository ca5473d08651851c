import { transact } from '@app/database';
import { expectFailure } from '../support/failures.js';
import { checkoutResult, daysLeft, deliver, paymentOf, signInBuyer, verify, webhookBody } from '../support/payments.js';
import { signIn } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

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
