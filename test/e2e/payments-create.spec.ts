import { PaymentGateway, Simulator } from '@app/payments';
import { expectFields, expectInvalid, expectRefusal, simultaneously } from '../support/answers.js';
import {
  checkoutResult,
  deliver,
  newPaymentId,
  order,
  paymentOf,
  signInBuyer,
  verify,
  webhookBody,
} from '../support/payments.js';
import { signIn } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { countRows } from '../support/signing-in.js';

const CREATE = '/payments/razorpay/create';

describe('an order', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  const countOrders = (userId: string): Promise<number> => countRows(app, 'payments', 'userId', userId);

  it('answers with all that the checkout is opened with', async () => {
    const person = await signIn(app, { email: 'asha@example.com' });
    const { status, body } = await person.api.post(`/api/v1${CREATE}`, { planDuration: 180 });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      orderId: expect.stringMatching(/^order_\w{14}$/),
      key: app.settings.razorpay.keyId,
      amount: 24_900,
      currency: 'INR',
      name: 'CarQR',
      description: 'Premium for 180 days',
      prefill: { contact: person.phone, email: 'asha@example.com' },
      payment: {
        id: expect.any(String),
        userId: person.id,
        orderId: body.orderId,
        paymentId: null,
        amount: 24_900,
        currency: 'INR',
        key: app.settings.razorpay.keyId,
        status: 'pending',
        planDuration: 180,
        premiumExpiryDate: null,
        verifiedAt: null,
        createdAt: app.clock.now().toISOString(),
      },
    });
  });

  it('is known to the provider by its price and a receipt of at most 40 characters', async () => {
    const person = await signIn(app);
    const orderId = await order(person, 365);
    const { id } = await paymentOf(person, orderId);
    const { text } = await app.api.get(`/dev/razorpay/checkout.html?order_id=${orderId}`);
    expect(text).toContain('499');
    expect(id.length).toBeLessThanOrEqual(40);
    const known = await app.app.get(Simulator).getOrder(orderId);
    expect(known.order).toMatchObject({ receipt: id, notes: { planDuration: '365' }, amount: 49_900 });
  });

  it('has no made-up address for whoever has none', async () => {
    const { api } = await signIn(app);
    expect((await api.post(CREATE, { planDuration: 30 })).body.prefill.email).toBeNull();
  });

  it('takes the price when it is the right one, as a form too', async () => {
    const { api } = await signIn(app);
    for (const body of [{ amount: 4900, currency: 'INR' }, { amount: '4900', currency: 'inr' }, { amount: null }]) {
      expect((await api.post(CREATE, { planDuration: 30, ...body })).status).toBe(200);
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await api.send('POST', CREATE, 'planDuration=30&amount=4900', form)).status).toBe(200);
  });

  it.each([1, 0, -1, 0.5, '1', 1e9, 4899, 4901, 24_900, 1e300])('of the price %j is refused', async (amount) => {
    const { api, id } = await signIn(app);
    expectRefusal(await api.post(CREATE, { planDuration: 30, amount }), [422, 'AMOUNT_MISMATCH']);
    expect(await countOrders(id)).toBe(0);
  });

  it('in another currency is refused', async () => {
    const { api } = await signIn(app);
    const body = { planDuration: 30, amount: 4900, currency: 'USD' };
    expectRefusal(await api.post(CREATE, body), [422, 'AMOUNT_MISMATCH']);
  });

  it.each([31, 0, -30, 1_000_000_000])('of %i days, of which there is no plan, is refused', async (planDuration) => {
    const { api, id } = await signIn(app);
    expectRefusal(await api.post(CREATE, { planDuration }), [422, 'INVALID_PLAN']);
    expect(await countOrders(id)).toBe(0);
  });

  it('needs a plan, and somebody signed in', async () => {
    const { api } = await signIn(app);
    expectInvalid(await api.post(CREATE, {}), 'planDuration');
    expectRefusal(await app.api.post(CREATE, { planDuration: 30 }), [401, 'UNAUTHORIZED']);
  });

  it('takes no word for what is the server’s alone', async () => {
    const person = await signIn(app);
    const other = await signIn(app);
    const forged = { status: 'completed', userId: other.id, id: 'x', paymentId: 'pay_1', isPremium: true };
    const { body } = await person.api.post(CREATE, { planDuration: 30, ...forged });
    expect(body.payment).toMatchObject({ status: 'pending', userId: person.id, paymentId: null });
    expect(body.payment.id).not.toBe('x');
  });

  describe('of the same plan again', () => {
    it('is the same within a quarter of an hour, and another one after it', async () => {
      const person = await signIn(app);
      const first = await order(person);
      app.clock.advance({ minutes: 15 });
      expect(await order(person)).toBe(first);
      app.clock.advance({ ms: 1 });
      const second = await order(person);
      expect(second).not.toBe(first);
      expect(await order(person)).toBe(second);
    });

    it('is the same after a payment that failed, since it can still be paid', async () => {
      const buyer = await signInBuyer(app);
      await deliver(app, webhookBody('payment.failed', { orderId: buyer.orderId, paymentId: newPaymentId() }));
      expect(await order(buyer)).toBe(buyer.orderId);
    });

    it('is one at the same moment too', async () => {
      const person = await signIn(app);
      const orders = await simultaneously(8, () => order(person));
      expect(new Set(orders).size).toBe(1);
      expect(await countOrders(person.id)).toBe(1);
    });

    it('is another one for another plan, another person, and once it is paid', async () => {
      const buyer = await signInBuyer(app);
      const others = [await order(buyer, 180), (await signInBuyer(app)).orderId];
      expect(new Set([buyer.orderId, ...others]).size).toBe(3);
      await verify(buyer, checkoutResult(app.settings, buyer.orderId));
      expect(await order(buyer)).not.toBe(buyer.orderId);
    });
  });

  it('that the provider did not take does not count for the limit', async () => {
    const { api } = await signIn(app);
    await app.api.post('/dev/razorpay/faults', { kind: 'refuse', count: 20 });
    for (let count = 0; count < 20; count += 1) {
      expectRefusal(await api.post(CREATE, { planDuration: 30 }), [502, 'PAYMENT_PROVIDER_ERROR']);
    }
    expect((await api.post(CREATE, { planDuration: 30 })).status).toBe(200);
  });

  it('that the provider names like another one is not taken', async () => {
    const taken = await signInBuyer(app);
    const { api, id } = await signIn(app);
    const createOrder = jest.spyOn(app.app.get(PaymentGateway), 'createOrder');
    createOrder.mockImplementationOnce(({ amount, currency, receipt }) =>
      Promise.resolve({ id: taken.orderId, amount, amountPaid: 0, currency, receipt, status: 'created' }),
    );
    expectRefusal(await api.post(CREATE, { planDuration: 30 }), [502, 'PAYMENT_PROVIDER_ERROR']);
    createOrder.mockRestore();
    expect(await countOrders(id)).toBe(0);
  });

  it('is one of at most twenty new ones in an hour, for each person', async () => {
    const person = await signIn(app);
    for (let count = 0; count < 20; count += 1) {
      await order(person);
      app.clock.advance({ minutes: 2 });
      const { orderId } = (await person.api.get('/payments?limit=1')).body.payments[0];
      await verify(person, checkoutResult(app.settings, orderId));
    }
    expectRefusal(await person.api.post(CREATE, { planDuration: 30 }), [429, 'RATE_LIMITED']);
    expect((await signInBuyer(app)).orderId).toEqual(expect.any(String));
    app.clock.advance({ minutes: 21 });
    expect((await person.api.post(CREATE, { planDuration: 30 })).status).toBe(200);
  });

  it.each(['refuse', 'reset', 'html502', '429', 'hang'])(
    'that the provider does not take (%s) leaves nothing behind, and can be made the next time',
    async (kind) => {
      const { api, id } = await signIn(app);
      await app.api.post('/dev/razorpay/faults', { kind, count: 1 });
      expectRefusal(await api.post(CREATE, { planDuration: 30 }), [502, 'PAYMENT_PROVIDER_ERROR']);
      expect(await countOrders(id)).toBe(0);
      expect((await api.post(CREATE, { planDuration: 30 })).status).toBe(200);
    },
  );

  it('is listed for whoever made it, newest first, page by page, and for nobody else', async () => {
    const person = await signIn(app);
    const orders: string[] = [];
    for (const plan of [30, 180, 365]) {
      app.clock.advance({ ms: 1 });
      orders.unshift(await order(person, plan));
    }
    const { body } = await person.api.get('/api/v1/payments');
    expect(body.payments.map(({ orderId }: { orderId: string }) => orderId)).toEqual(orders);
    expectFields(body.pagination, 'pagination');
    const first = (await person.api.get('/payments?limit=2')).body;
    expect(first.pagination).toMatchObject({ total: 3, limit: 2, offset: 0 });
    const rest = (await person.api.get(`/payments?limit=2&cursor=${first.pagination.nextCursor}`)).body;
    expect(rest).toMatchObject({ payments: [{ orderId: orders[2] }], pagination: { total: 3, nextCursor: null } });
    const from = app.clock.now().toISOString();
    expect((await person.api.get(`/payments?from=${from}`)).body.payments).toHaveLength(1);
    expect((await person.api.get(`/payments?to=${from}`)).body.payments).toHaveLength(2);
    expect((await (await signIn(app)).api.get('/payments')).body.payments).toEqual([]);
    expectRefusal(await app.api.get('/payments'), [401, 'UNAUTHORIZED']);
  });
});
