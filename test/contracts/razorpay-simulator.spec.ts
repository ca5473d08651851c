import { createHmac } from 'node:crypto';
import { simultaneously, tally } from '../support/answers.js';
import {
  RAZORPAY_KEYS,
  type RazorpayServer,
  memoryStore,
  startRazorpayServer,
  startWebhookReceiver,
} from '../support/razorpay-server.js';
import { eventually } from '../support/store-adapters.js';

const ORDER = { amount: 4900, currency: 'INR', receipt: 'receipt-1', notes: { plan: '30' } };
const { keyId, keySecret, webhookSecret } = RAZORPAY_KEYS;

interface Reply {
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads any field and checks what it finds.
  body: any;
}

describe('the simulator of Razorpay', () => {
  let razorpay: RazorpayServer;

  beforeAll(async () => {
    razorpay = await startRazorpayServer();
  });
  afterAll(() => razorpay.stop());

  async function ask(method: string, path: string, body?: unknown, login = `${keyId}:${keySecret}`): Promise<Reply> {
    const response = await fetch(`${razorpay.simulator.baseUrl()}${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(login).toString('base64')}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }
  const createOrder = async (order: object = {}): Promise<string> =>
    (await ask('POST', '/v1/orders', { ...ORDER, ...order })).body.id;

  it('opens an order as documented', async () => {
    const { status, body } = await ask('POST', '/v1/orders', { ...ORDER, unknown: 1 });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^order_[0-9A-Za-z]{14}$/),
      entity: 'order',
      amount: 4900,
      amount_paid: 0,
      amount_due: 4900,
      currency: 'INR',
      receipt: 'receipt-1',
      offer_id: null,
      status: 'created',
      attempts: 0,
      notes: { plan: '30' },
      created_at: expect.any(Number),
    });
    expect((await ask('GET', `/v1/orders/${body.id}`)).body).toEqual(body);
    expect((await ask('GET', `/v1/orders/${body.id}/payments`)).body).toEqual({
      entity: 'collection',
      count: 0,
      items: [],
    });
  });

  it.each([
    ['a wrong secret', `${keyId}:wrong`],
    ['a wrong key', `rzp_live_x:${keySecret}`],
    ['no login', ''],
  ])('lets nobody in with %s', async (_what, login) => {
    for (const path of ['/v1/orders/order_00000000000000', '/v1/nonsense']) {
      const { status, body } = await ask('GET', path, undefined, login);
      expect([status, body.error.description]).toEqual([401, 'Authentication failed']);
    }
  });

  it.each([
    ['/v1/orders/order_00000000000000', 'The id provided does not exist'],
    ['/v1/orders/order_00000000000000/payments', 'The id provided does not exist'],
    ['/v1/payments/pay_00000000000000', 'The id provided does not exist'],
    ['/v1/nonsense', 'The requested URL was not found on the server.'],
  ])('answers 400 for what there is not: %s', async (path, description) => {
    const { status, body } = await ask('GET', path);
    expect([status, body.error.code, body.error.description]).toEqual([400, 'BAD_REQUEST_ERROR', description]);
    expect(body.error).toMatchObject({ source: expect.any(String), step: expect.any(String), metadata: {} });
  });

  it.each([
    [{ amount: undefined }, 'amount'],
    [{ amount: '4900' }, 'amount'],
    [{ amount: 100.5 }, 'amount'],
    [{ amount: 99 }, 'amount'],
    [{ amount: -100 }, 'amount'],
    [{ currency: undefined }, 'currency'],
    [{ currency: 'inr' }, 'currency'],
    [{ receipt: 'x'.repeat(41) }, 'receipt'],
    [{ receipt: 7 }, 'receipt'],
    [{ notes: 'text' }, 'notes'],
    [{ notes: Object.fromEntries(Array.from({ length: 16 }, (_, index) => [index, 'x'])) }, 'notes'],
  ])('refuses an order with %j', async (change, field) => {
    const { status, body } = await ask('POST', '/v1/orders', { ...ORDER, ...change });
    expect([status, body.error.code, body.error.field]).toEqual([400, 'BAD_REQUEST_ERROR', field]);
    expect(body.error).toMatchObject({ source: 'business', reason: 'input_validation_failed' });
  });

  it('answers what it cannot read in the shape of its errors', async () => {
    const { status, body } = await ask('POST', '/v1/orders', '{"amount":');
    expect([status, body.error.code]).toEqual([400, 'BAD_REQUEST_ERROR']);
  });

  it('answers a failure of its own in the shape of its errors', async () => {
    const broken = await startRazorpayServer({
      store: { ...memoryStore(), setIfAbsent: () => Promise.reject(new Error('The store is out of reach.')) },
    });
    const response = await fetch(`${broken.simulator.baseUrl()}/v1/orders`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${keyId}:${keySecret}`)}`, 'content-type': 'application/json' },
      body: JSON.stringify(ORDER),
    });
    expect([response.status, ((await response.json()) as Reply['body']).error.code]).toEqual([500, 'SERVER_ERROR']);
    await broken.stop();
  });

  it('signs a payment with the secret of the key', async () => {
    const orderId = await createOrder();
    const { paymentId, signature, ...rest } = await razorpay.simulator.pay(orderId, 'captured');
    expect(rest).toEqual({ orderId });
    expect(paymentId).toMatch(/^pay_[0-9A-Za-z]{14}$/);
    expect(signature).toBe(createHmac('sha256', keySecret).update(`${orderId}|${paymentId}`).digest('hex'));
  });

  it('takes an order’s money once, however often and simultaneously it is paid', async () => {
    const orderId = await createOrder();
    const results = await simultaneously(20, () => razorpay.simulator.pay(orderId, 'captured'));
    expect(new Set(results.map(({ paymentId }) => paymentId)).size).toBe(1);
    expect((await ask('GET', `/v1/orders/${orderId}/payments`)).body.count).toBe(1);
    expect((await ask('GET', `/v1/orders/${orderId}`)).body).toMatchObject({ status: 'paid', attempts: 1 });
  });

  it('lets a payment fail, another one succeed, and the first one succeed late', async () => {
    const orderId = await createOrder();
    const { paymentId } = await razorpay.simulator.pay(orderId, 'failed');
    expect((await ask('GET', `/v1/payments/${paymentId}`)).body).toMatchObject({
      status: 'failed',
      captured: false,
      error_code: 'BAD_REQUEST_ERROR',
    });
    const second = await razorpay.simulator.pay(orderId, 'captured');
    const late = await razorpay.simulator.captureLate(paymentId);
    expect([late.paymentId, second.paymentId === paymentId]).toEqual([paymentId, false]);
    expect((await ask('GET', `/v1/payments/${paymentId}`)).body).toMatchObject({
      status: 'captured',
      captured: true,
      error_code: null,
    });
    await expect(razorpay.simulator.captureLate(paymentId)).rejects.toThrow('already been captured');
  });

  it('gives back no more than was paid, in as many parts as one likes', async () => {
    const { paymentId } = await razorpay.simulator.pay(await createOrder(), 'captured');
    const refund = (body: object): Promise<Reply> => ask('POST', `/v1/payments/${paymentId}/refund`, body);
    const descriptionOf = async (reply: Promise<Reply>): Promise<unknown> => (await reply).body.error?.description;

    expect((await refund({ amount: 1000 })).body).toMatchObject({
      id: expect.stringMatching(/^rfnd_[0-9A-Za-z]{14}$/),
      entity: 'refund',
      amount: 1000,
      payment_id: paymentId,
      status: 'processed',
    });
    expect((await ask('GET', `/v1/payments/${paymentId}`)).body).toMatchObject({
      status: 'captured',
      amount_refunded: 1000,
      refund_status: 'partial',
    });
    expect(await descriptionOf(refund({ amount: 3901 }))).toMatch(/greater than the refund payment amount/);
    for (const amount of [0, -1, 0.5, '100']) expect(await descriptionOf(refund({ amount }))).toMatch(/integer/);
    expect((await refund({})).body.amount).toBe(3900);
    expect((await ask('GET', `/v1/payments/${paymentId}`)).body).toMatchObject({
      status: 'refunded',
      amount_refunded: 4900,
      refund_status: 'full',
      captured: true,
    });
    expect(await descriptionOf(refund({}))).toMatch(/fully refunded already/);
  });

  it('gives nothing back of what never came', async () => {
    const { paymentId } = await razorpay.simulator.pay(await createOrder(), 'failed');
    const { status, body } = await ask('POST', `/v1/payments/${paymentId}/refund`, {});
    expect([status, body.error.description]).toEqual([400, expect.stringContaining('should be captured')]);
  });

  it('refunds one amount once when two ask for it at the same moment', async () => {
    const { paymentId } = await razorpay.simulator.pay(await createOrder(), 'captured');
    const replies = await simultaneously(8, () =>
      ask('POST', `/v1/payments/${paymentId}/refund`, { amount: ORDER.amount }),
    );
    expect(tally(replies.map(({ status }) => status))).toEqual({ 200: 1, 400: 7 });
  });

  it('is one account to all who share its store', async () => {
    const store = memoryStore();
    const [first, second] = [await startRazorpayServer({ store }), await startRazorpayServer({ store })];
    const { id } = await first.simulator.account.createOrder(ORDER);
    const results = await simultaneously(10, (index) => [first, second][index % 2]!.simulator.pay(id, 'captured'));
    const [{ paymentId } = { paymentId: '' }] = results;
    expect(new Set(results.map((result) => result.paymentId)).size).toBe(1);
    await second.simulator.refund(paymentId, 900);
    expect(await first.simulator.account.getPayment(paymentId)).toMatchObject({ amount_refunded: 900 });
    await Promise.all([first.stop(), second.stop()]);
  });
});

describe('the webhooks of the simulator', () => {
  let razorpay: RazorpayServer;
  let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
  let answer: () => number;

  beforeEach(async () => {
    answer = () => 200;
    razorpay = await startRazorpayServer();
    receiver = await startWebhookReceiver(() => answer());
    razorpay.sendWebhooksTo(receiver.url);
  });
  afterEach(async () => {
    await razorpay.stop();
    await receiver.stop();
  });

  const createOrder = async (): Promise<string> => (await razorpay.simulator.account.createOrder(ORDER)).id;
  const names = (): string[] => receiver.received.map(({ body }) => body.event);
  const eventIds = (): unknown[] => receiver.received.map(({ headers }) => headers['x-razorpay-event-id']);

  it('are not sent unless asked for', async () => {
    const orderId = await createOrder();
    await razorpay.simulator.pay(orderId, 'failed');
    const { paymentId } = await razorpay.simulator.pay(orderId, 'captured');
    await razorpay.simulator.refund(paymentId);
    expect(names()).toEqual([]);
  });

  it('tell of a payment in the shape that is documented, signed byte for byte', async () => {
    const orderId = await createOrder();
    const { paymentId } = await razorpay.simulator.pay(orderId, 'captured', {});
    expect(names()).toEqual(['payment.captured', 'order.paid']);
    const [captured, paid] = receiver.received;
    expect(captured!.body).toEqual({
      entity: 'event',
      account_id: expect.stringMatching(/^acc_[0-9A-Za-z]{14}$/),
      event: 'payment.captured',
      contains: ['payment'],
      payload: { payment: { entity: expect.any(Object) } },
      created_at: expect.any(Number),
    });
    expect(captured!.body.payload.payment.entity).toMatchObject({
      id: paymentId,
      entity: 'payment',
      amount: 4900,
      currency: 'INR',
      status: 'captured',
      order_id: orderId,
      amount_refunded: 0,
      refund_status: null,
      captured: true,
      email: expect.stringContaining('@'),
      contact: expect.stringMatching(/^\+\d+$/),
      notes: { plan: '30' },
    });
    expect(paid!.body).toMatchObject({
      contains: ['payment', 'order'],
      payload: { order: { entity: { id: orderId, status: 'paid', amount_paid: 4900, receipt: 'receipt-1' } } },
    });
    for (const { headers, text } of receiver.received) {
      expect(headers['content-type']).toBe('application/json');
      expect(headers['x-razorpay-signature']).toBe(createHmac('sha256', webhookSecret).update(text).digest('hex'));
    }
    expect(new Set(eventIds()).size).toBe(2);
  });

  it('tell of a failure, of a late success and of money given back', async () => {
    const { paymentId } = await razorpay.simulator.pay(await createOrder(), 'failed', {});
    await razorpay.simulator.captureLate(paymentId, {});
    await razorpay.simulator.refund(paymentId, 900, {});
    await razorpay.simulator.refund(paymentId, undefined, {});
    expect(names()).toEqual([
      'payment.failed',
      'payment.captured',
      'order.paid',
      'refund.processed',
      'refund.processed',
    ]);
    expect(receiver.received[0]!.body.payload.payment.entity).toMatchObject({ status: 'failed', captured: false });
    expect(receiver.received.slice(3).map(({ body }) => body)).toMatchObject([
      {
        contains: ['refund', 'payment'],
        payload: {
          refund: { entity: { amount: 900, payment_id: paymentId } },
          payment: { entity: { id: paymentId, amount_refunded: 900, status: 'captured' } },
        },
      },
      { payload: { refund: { entity: { amount: 4000 } }, payment: { entity: { status: 'refunded' } } } },
    ]);
  });

  it('come several times and the other way round when asked to', async () => {
    await razorpay.simulator.pay(await createOrder(), 'captured', { reversed: true, copies: 3 });
    expect(names()).toEqual([...Array(3).fill('order.paid'), ...Array(3).fill('payment.captured')]);
    expect(new Set(eventIds()).size).toBe(2);
  });

  it('come again, in the same bytes and with the same ids, when a paid order is paid again', async () => {
    const orderId = await createOrder();
    await razorpay.simulator.pay(orderId, 'captured', {});
    await razorpay.simulator.pay(orderId, 'captured', {});
    const [first, second, ...again] = receiver.received.map(({ text }) => text);
    expect(again).toEqual([first, second]);
    expect(new Set(eventIds()).size).toBe(2);
  });

  it('come again until they are accepted, in the same bytes', async () => {
    let refusals = 3;
    answer = () => (refusals-- > 0 ? 503 : 200);
    await razorpay.simulator.pay(await createOrder(), 'failed', {});
    await eventually(() => Promise.resolve(receiver.received.length === 4));
    expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(1);
    expect(new Set(eventIds()).size).toBe(1);
  });

  it('come when the receiver is back', async () => {
    razorpay.sendWebhooksTo('http://127.0.0.1:1');
    await razorpay.simulator.pay(await createOrder(), 'failed', {});
    razorpay.sendWebhooksTo(receiver.url);
    await eventually(() => Promise.resolve(receiver.received.length === 1));
  });
});
