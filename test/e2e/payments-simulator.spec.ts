import { createHmac } from 'node:crypto';
import { AppError } from '@app/http';
import { PaymentGateway } from '@app/payments';
import type { Answer } from '../support/api-client.js';
import { expectInvalid, simultaneously, tally } from '../support/answers.js';
import { expectFailure } from '../support/failures.js';
import { signIn } from '../support/people.js';
import { razorpayEnv, startStub } from '../support/razorpay-server.js';
import { type TestApp, startApp } from '../support/start-app.js';

const ORDER = { amount: 24_900, currency: 'INR', receipt: 'receipt-1', notes: {} };
const ROUTES: readonly (readonly [method: string, path: string])[] = [
  ['POST', '/dev/razorpay/pay'],
  ['POST', '/dev/razorpay/capture'],
  ['POST', '/dev/razorpay/refund'],
  ['POST', '/dev/razorpay/faults'],
  ['GET', '/dev/razorpay/checkout.html'],
  ['POST', '/dev/razorpay/checkout.html'],
];

const gatewayOf = ({ app }: TestApp): PaymentGateway => app.get(PaymentGateway, { strict: false });

describe('the routes that play the buyer and the bank', () => {
  let app: TestApp;
  let gateway: PaymentGateway;
  let orderId: string;

  beforeAll(async () => {
    app = await startApp();
    gateway = gatewayOf(app);
  });
  beforeEach(async () => {
    orderId = (await gateway.createOrder(ORDER)).id;
  });
  afterAll(() => app.stop());

  const pay = (body: object = {}): Promise<Answer> => app.api.post('/dev/razorpay/pay', { orderId, ...body });
  const signatureOf = (paymentId: string): string =>
    createHmac('sha256', app.settings.razorpay.keySecret).update(`${orderId}|${paymentId}`).digest('hex');

  it('pay an order as the checkout would, once however often it is asked', async () => {
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await app.api.post('/dev/razorpay/pay', { orderId });
      const signature = signatureOf(body.paymentId);
      expect([status, body]).toEqual([200, { success: true, paymentId: body.paymentId, orderId, signature }]);
    }
    expect(await gateway.findOrder(orderId)).toMatchObject({ status: 'paid', amountPaid: 24_900 });
    expect(await gateway.listPaymentsOf(orderId)).toHaveLength(1);
  });

  it('let a payment fail, which nobody signs, and succeed late', async () => {
    const { status, body } = await pay({ outcome: 'failed' });
    expect([status, body]).toEqual([200, { success: true, paymentId: body.paymentId, orderId, signature: '' }]);
    expect(await gateway.listPaymentsOf(orderId)).toMatchObject([{ id: body.paymentId, status: 'failed' }]);
    const late = await app.api.post('/dev/razorpay/capture', { paymentId: body.paymentId });
    expect([late.status, late.body]).toEqual([200, { ...body, signature: signatureOf(body.paymentId) }]);
    expect(await gateway.listPaymentsOf(orderId)).toMatchObject([{ id: body.paymentId, status: 'captured' }]);
    expectInvalid(await app.api.post('/dev/razorpay/capture', { paymentId: body.paymentId }), 'paymentId');
  });

  it('give money back, and no more than was paid', async () => {
    const { paymentId } = (await pay()).body;
    const refund = (body: object): Promise<Answer> => app.api.post('/dev/razorpay/refund', { paymentId, ...body });
    const { status, body } = await refund({ amount: 900 });
    expect([status, body]).toEqual([200, { success: true, refundId: expect.stringMatching(/^rfnd_/), amount: 900 }]);
    expectInvalid(await refund({ amount: 24_001 }), 'amount');
    expect((await refund({})).body.amount).toBe(24_000);
    expectInvalid(await refund({}), 'paymentId');
    expect(await gateway.listPaymentsOf(orderId)).toMatchObject([{ status: 'refunded', amountRefunded: 24_900 }]);
  });

  it('let the provider fail as often as asked for', async () => {
    const breakNext = (kind: string, count?: number): Promise<Answer> =>
      app.api.post('/dev/razorpay/faults', { kind, count });
    for (const kind of ['refuse', 'reset', 'html502', '429']) {
      expect((await breakNext(kind)).body).toEqual({ success: true, kind, count: 1 });
      await expect(gateway.findOrder(orderId)).rejects.toThrow(AppError);
      expect(await gateway.findOrder(orderId)).toMatchObject({ status: 'created' });
    }
    await breakNext('refuse', 100);
    await breakNext('refuse', 0);
    expect(await gateway.findOrder(orderId)).toMatchObject({ status: 'created' });
  });

  it.each([
    ['/dev/razorpay/pay', { orderId: 'order_00000000000000' }],
    ['/dev/razorpay/checkout.html', { orderId: 'order_00000000000000' }],
    ['/dev/razorpay/capture', { paymentId: 'pay_00000000000000' }],
    ['/dev/razorpay/refund', { paymentId: 'pay_00000000000000' }],
  ])('know nothing of what there is not: %s', async (path, body) => {
    expectFailure(await app.api.post(path, body), 404, 'PAYMENT_NOT_FOUND');
  });

  it.each([
    ['/dev/razorpay/pay', {}, ['orderId']],
    ['/dev/razorpay/pay', { orderId: 1 }, ['orderId']],
    ['/dev/razorpay/pay', { orderId: 'order_1', outcome: 'refunded' }, ['outcome']],
    ['/dev/razorpay/pay', { orderId: 'order_1', webhook: 'yes', copies: 0 }, ['webhook', 'copies']],
    ['/dev/razorpay/refund', { paymentId: 'pay_1', amount: 0.5 }, ['amount']],
    ['/dev/razorpay/faults', { kind: 'fire', count: -1 }, ['kind', 'count']],
  ])('refuse what they cannot do: %s with %j', async (path, body, fields) => {
    const { status, body: refusal } = await app.api.post(path, body);
    expect([status, refusal.code]).toEqual([422, 'VALIDATION_FAILED']);
    expect(refusal.details.map(({ field }: { field: string }) => field).sort()).toEqual([...fields].sort());
  });

  it('are a page too, which needs no script and shows no markup of others', async () => {
    const { id } = await gateway.createOrder({ ...ORDER, receipt: '<script>alert(1)</script>' });
    const shown = await app.api.get(`/dev/razorpay/checkout.html?order_id=${id}`);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(shown.text).toContain('₹249.00');
    expect(shown.text).not.toContain('<script');
    expect(shown.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^ ]+'; form-/,
    );
    expectFailure(await app.api.get('/dev/razorpay/checkout.html?order_id=order_1'), 404, 'PAYMENT_NOT_FOUND');

    const submit = (outcome: string): Promise<Answer> =>
      app.api.send('POST', '/dev/razorpay/checkout.html', new URLSearchParams({ orderId: id, outcome }).toString(), {
        'content-type': 'application/x-www-form-urlencoded',
      });
    expect((await submit('failed')).text).not.toContain('signature');
    const { status, text } = await submit('captured');
    expect([status, text]).toEqual([200, expect.stringContaining(id)]);
    expect(text).toMatch(/<dd id="paymentId">pay_\w{14}<\/dd>.*<dd id="signature">[0-9a-f]{64}<\/dd>/);
    expect(await gateway.findOrder(id)).toMatchObject({ status: 'paid' });
  });

  it('are in no document for clients', async () => {
    expect((await app.api.get('/openapi.json')).text).not.toContain('/dev/razorpay');
  });

  it('send webhooks to the server that serves them, and answer even if it refuses', async () => {
    // The order is none of ours, so that whatever the server makes of the event, it must be told of it.
    const { status } = await pay({ webhook: true, reversed: true, copies: 2 });
    expect(status).toBe(200);
    const asked = app.logs.map((line) => JSON.parse(line)).filter(({ route }) => /razorpay\/webhook/.test(route));
    expect(asked.length).toBe(4);
  });
});

describe('a server whose Razorpay is real', () => {
  it('has no route that plays the buyer, and asks the address that it was given', async () => {
    const asked: string[] = [];
    const stub = await startStub(({ url = '' }, response) => {
      asked.push(url);
      response.end('{"entity":"collection","count":0,"items":[]}');
    });
    const app = await startApp({ env: razorpayEnv(stub.url) });
    for (const [method, path] of ROUTES) {
      const body = method === 'POST' ? '{"orderId":"order_1"}' : undefined;
      const answer = await app.api.send(method, path, body, body ? { 'content-type': 'application/json' } : {});
      expectFailure(answer, 404, 'NOT_FOUND');
    }
    expect(asked).toEqual([]);
    expect(await gatewayOf(app).listPaymentsOf('order_1')).toEqual([]);
    expect(asked).toEqual(['/v1/orders/order_1/payments']);
    await app.stop();
    await stub.stop();
  });

  it('serves all else while it hangs under load', async () => {
    const stub = await startStub(() => undefined);
    const app = await startApp({ env: razorpayEnv(stub.url) });
    // More buyers than there are connections to the database, and more calls than there may be to the provider.
    const buyers = await simultaneously(24, () => signIn(app));
    let isOver = false;
    // Whoever gave up tries again, so that the provider hangs for as long as the others are being served.
    const keepAsking = async (ask: () => Promise<unknown>): Promise<unknown[]> => {
      const outcomes: unknown[] = [];
      do outcomes.push(await ask());
      while (!isOver);
      return outcomes;
    };
    const failureOf = (call: Promise<unknown>): Promise<unknown> =>
      call.catch((error: unknown) => (error as AppError).definition.code);
    const buying = buyers.map(({ api }) =>
      keepAsking(() => api.post('/payments/razorpay/create', { planDuration: 30 })),
    );
    const asking = Array.from({ length: 300 }, (_, index) =>
      keepAsking(() => failureOf(gatewayOf(app).findOrder(`order_${index}`))),
    );
    const paths = ['/users/me', '/payments', '/payments/plans', '/app-config', '/health/ready'];
    const answers = await simultaneously(40, (index) => buyers[index % 24]!.api.get(paths[index % paths.length]!));
    isOver = true;
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 40 });
    for (const answer of (await Promise.all(buying)).flat()) {
      expectFailure(answer as Answer, 502, 'PAYMENT_PROVIDER_ERROR');
    }
    expect(new Set((await Promise.all(asking)).flat())).toEqual(new Set(['PAYMENT_PROVIDER_ERROR']));
    expect((await buyers[0]!.api.get('/payments')).body.payments).toEqual([]);
    await app.stop();
    await stub.stop();
  });
});
