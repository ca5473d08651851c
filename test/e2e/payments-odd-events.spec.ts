import { PaymentReconciler } from '@app/payments';
import { expectRefusal } from '../support/answers.js';
import {
  type Buyer,
  WEBHOOK,
  PRICE,
  checkoutResult,
  countOf,
  daysLeft,
  deliver,
  ledgerOf,
  newPaymentId,
  paymentOf,
  sign,
  signInBuyer,
  verify,
  webhookBody,
} from '../support/payments.js';
import { type TestApp, startApp } from '../support/start-app.js';

/** What is told seldom, incompletely or in contradiction with itself. */
describe('an event', () => {
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

  /** A webhook with these entities and no others. */
  const tell = (event: string, entities: Record<string, object>) => {
    const payload = Object.fromEntries(Object.entries(entities).map(([name, entity]) => [name, { entity }]));
    return deliver(app, JSON.stringify({ entity: 'event', event, payload }));
  };
  /** A webhook as it usually is, with some fields of its payment replaced. */
  const tellWith = (name: 'payment.captured' | 'order.paid' | 'refund.processed', change: object) => {
    const body = JSON.parse(webhookBody(name, told)) as { payload: { payment: { entity: object } } };
    Object.assign(body.payload.payment.entity, change);
    return deliver(app, JSON.stringify(body));
  };
  const state = async (): Promise<[string, number | null]> => {
    const { status } = await paymentOf(buyer, buyer.orderId);
    return [status, await daysLeft(app, buyer)];
  };
  const kinds = async (): Promise<string[]> => (await ledgerOf(app, buyer.orderId)).map(({ kind }) => kind).toSorted();
  const paidOrder = (change: object = {}): Record<string, object> => ({
    order: { id: buyer.orderId, amount: PRICE, amount_paid: PRICE, currency: 'INR', status: 'paid', ...change },
  });

  describe('of money that went back without having been captured', () => {
    const returned = { captured: false, status: 'refunded' };

    it('is no payment, and the order may still be paid, and is found to be', async () => {
      await deliver(app, webhookBody('payment.failed', told));
      await tellWith('refund.processed', returned);
      expect(await paymentOf(buyer, buyer.orderId)).toMatchObject({
        status: 'failed',
        paymentId: null,
        verifiedAt: null,
      });
      await app.api.post('/dev/razorpay/pay', { orderId: buyer.orderId });
      app.clock.advance({ minutes: 1 });
      await app.app.get(PaymentReconciler).run();
      expect(await state()).toEqual(['completed', 30]);
    });

    it('takes back what the checkout had vouched for, before or after, and lets the next try count', async () => {
      for (const isFirst of [true, false]) {
        buyer = await signInBuyer(app);
        told = { orderId: buyer.orderId, paymentId: newPaymentId() };
        const steps = [
          () => verify(buyer, checkoutResult(app.settings, told.orderId, told.paymentId)),
          () => tellWith('refund.processed', returned),
        ];
        for (const step of isFirst ? steps : steps.toReversed()) await step();
        expect((await state())[0]).toBe('refunded');
        await app.api.post('/dev/razorpay/pay', { orderId: buyer.orderId });
        app.clock.advance({ minutes: 1 });
        await app.app.get(PaymentReconciler).run();
        expect(await state()).toEqual(['completed', 30]);
      }
    });
  });

  describe('of a paid order that does not name its payment', () => {
    it('gives premium once, whatever else is told before and after', async () => {
      const tellings = [
        () => tell('order.paid', paidOrder()),
        () => deliver(app, webhookBody('payment.captured', told)),
        () => verify(buyer, checkoutResult(app.settings, told.orderId, told.paymentId)),
      ];
      for (const order of [tellings, tellings.toReversed()]) {
        buyer = await signInBuyer(app);
        told = { orderId: buyer.orderId, paymentId: newPaymentId() };
        for (const telling of order) {
          await telling();
          expect(await state()).toEqual(['completed', 30]);
        }
        expect((await paymentOf(buyer, buyer.orderId)).paymentId).toBe(told.paymentId);
        await deliver(app, webhookBody('refund.processed', told));
        expect((await state())[0]).toBe('refunded');
      }
    });

    it('has the provider asked soon which payment it was', async () => {
      const { paymentId } = (await app.api.post('/dev/razorpay/pay', { orderId: buyer.orderId })).body;
      await tell('order.paid', paidOrder());
      app.clock.advance({ minutes: 1 });
      await app.app.get(PaymentReconciler).run();
      expect(await paymentOf(buyer, buyer.orderId)).toMatchObject({ status: 'completed', paymentId });
    });

    it.each([{ amount_paid: 100 }, { amount: 100 }, { currency: 'USD' }, { amount_paid: '4900' }])(
      'gives nothing with %j',
      async (change) => {
        await tell('order.paid', paidOrder(change));
        expect([await state(), (await kinds()).at(-1)]).toEqual([['pending', null], 'mismatched']);
      },
    );
  });

  describe('of a refund that names only its payment', () => {
    const refund = (change: object = {}) => ({
      refund: { id: `rfnd_${told.paymentId}`, amount: PRICE, currency: 'INR', payment_id: told.paymentId, ...change },
    });

    it('takes back what that payment had paid for', async () => {
      await deliver(app, webhookBody('payment.captured', told));
      await tell('refund.processed', refund({ amount: PRICE / 2 }));
      expect(await state()).toEqual(['completed', 15]);
      await tell('refund.processed', refund({ id: 'rfnd_other', amount: PRICE / 2 }));
      expect((await state())[0]).toBe('refunded');
    });

    it('is kept, and answered with 200, where nobody knows the payment', async () => {
      expect((await tell('refund.processed', refund())).status).toBe(200);
      const sql = 'SELECT kind, orderId FROM payment_events WHERE paymentId = ?';
      expect(await app.dataSource.query(sql, [told.paymentId])).toEqual([{ kind: 'noted', orderId: null }]);
    });

    it('takes nothing in another currency', async () => {
      await deliver(app, webhookBody('payment.captured', told));
      const before = await countOf(app, 'payment_mismatched');
      await tell('refund.processed', refund({ currency: 'USD' }));
      expect(await state()).toEqual(['completed', 30]);
      expect(await countOf(app, 'payment_mismatched')).toBe(before + 1);
    });
  });

  describe('that contradicts itself gives nothing:', () => {
    it.each(['failed', 'authorized', 'created'])('a captured payment that is %s', async (status) => {
      await tellWith('payment.captured', { status });
      expect([await state(), await kinds()]).toEqual([
        ['pending', null],
        ['created', 'noted'],
      ]);
    });

    it('a refund of nothing', async () => {
      const { payment } = (JSON.parse(webhookBody('refund.processed', told)) as { payload: never }).payload as {
        payment: { entity: object };
      };
      await tell('refund.processed', { payment: { ...payment.entity, amount_refunded: 0 } });
      expect([await state(), await kinds()]).toEqual([
        ['pending', null],
        ['created', 'mismatched'],
      ]);
    });
  });

  it('about an order before it is ours neither counts nor keeps the order from being paid', async () => {
    const orderId = `order_late_${buyer.id.slice(-8)}`;
    const body = webhookBody('payment.captured', { ...told, orderId });
    await deliver(app, body, { eventId: told.paymentId });
    await app.dataSource.query('UPDATE payments SET orderId = ? WHERE orderId = ?', [orderId, buyer.orderId]);
    buyer.orderId = orderId;
    await deliver(app, webhookBody('payment.failed', { orderId, paymentId: newPaymentId() }));
    expect(await state()).toEqual(['failed', null]);
    await deliver(app, body, { eventId: told.paymentId });
    expect(await state()).toEqual(['completed', 30]);
  });

  it('with the id of another one is an event of its own', async () => {
    const other = await signInBuyer(app);
    const about = { orderId: other.orderId, paymentId: newPaymentId() };
    await deliver(app, webhookBody('payment.captured', about), { eventId: 'the-same' });
    await deliver(app, webhookBody('payment.captured', told), { eventId: 'the-same' });
    expect(await state()).toEqual(['completed', 30]);
  });

  it.each<[string, string | undefined, Record<string, string>]>([
    ['no body at all', undefined, {}],
    ['no content type', 'x', {}],
    ['the fields of a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }],
  ])('of %s is refused', async (_what, body, headers) => {
    const signature = sign(body ?? '', app.settings.razorpay.webhookSecret);
    const answer = await app.api.send('POST', WEBHOOK, body, {
      ...headers,
      'x-razorpay-signature': signature,
    });
    expect(answer.status).toBeLessThan(500);
    if (body === undefined) expectRefusal(answer, [400, 'INVALID_SIGNATURE']);
    expect(await state()).toEqual(['pending', null]);
  });
});
