import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@app/http';
import { type PaymentGateway, RazorpayGateway } from '@app/payments';
import { simultaneously } from '../support/answers.js';
import {
  RAZORPAY_KEYS,
  type RazorpayServer,
  type StubServer,
  startRazorpayServer,
  startStub,
} from '../support/razorpay-server.js';

const { keyId, keySecret } = RAZORPAY_KEYS;
/** An answer that every call takes. */
const GOOD = { id: 'order_1', amount: 1, amount_paid: 0, currency: 'INR', receipt: null, status: 'created', items: [] };
const ORDER = { amount: 4900, currency: 'INR', receipt: 'receipt-1', notes: { plan: '30' } };
/** What every call must end within, whatever the provider does. */
const PROMISED_MS = 5000;

const gatewayTo = (url: string, keys = { keyId, keySecret }): PaymentGateway =>
  new RazorpayGateway({ ...keys, baseUrl: () => url });

/** Each of the gateway's calls. */
const CALLS: readonly ((gateway: PaymentGateway) => Promise<unknown>)[] = [
  (gateway) => gateway.createOrder(ORDER),
  (gateway) => gateway.findOrder('order_DaaS6LOUAASb7Y'),
  (gateway) => gateway.listPaymentsOf('order_DaaS6LOUAASb7Y'),
];

/** What a call failed with, which must be of the one kind and must not tell the keys. */
async function failureOf(call: Promise<unknown>): Promise<AppError> {
  const outcome: unknown = await Promise.race([
    call.catch((error: unknown) => error),
    delay(PROMISED_MS, 'too late', { ref: false }),
  ]);
  expect(outcome).toBeInstanceOf(AppError);
  const { definition, context } = outcome as AppError;
  expect([definition.status, definition.code]).toEqual([502, 'PAYMENT_PROVIDER_ERROR']);
  const told = `${JSON.stringify(context)} ${String((outcome as AppError).stack)}`;
  for (const secret of [keySecret, Buffer.from(`${keyId}:${keySecret}`).toString('base64')]) {
    expect(told).not.toContain(secret);
  }
  return outcome as AppError;
}

describe('the gateway to the simulator', () => {
  let razorpay: RazorpayServer;
  let gateway: PaymentGateway;

  beforeAll(async () => {
    razorpay = await startRazorpayServer();
    gateway = gatewayTo(razorpay.simulator.baseUrl());
  });
  afterAll(() => razorpay.stop());

  it('opens orders whose payments are captured by themselves', async () => {
    const { id } = await gateway.createOrder(ORDER);
    expect(await razorpay.simulator.getOrder(id)).toMatchObject({ isCaptured: true });
    await razorpay.simulator.pay(id, 'authorized');
    expect(await gateway.listPaymentsOf(id)).toMatchObject([{ status: 'authorized', isCaptured: false }]);
  });

  it('opens an order and finds it again', async () => {
    const order = await gateway.createOrder(ORDER);
    const { amount, currency, receipt } = ORDER;
    expect(order).toEqual({ id: expect.any(String), amount, amountPaid: 0, currency, receipt, status: 'created' });
    expect(await gateway.findOrder(order.id)).toEqual(order);
    expect(await gateway.listPaymentsOf(order.id)).toEqual([]);
  });

  it('sees what becomes of an order: tried, paid, given back in part and in full', async () => {
    const { id } = await gateway.createOrder(ORDER);
    const statusOf = async (): Promise<unknown> => (await gateway.findOrder(id))?.status;
    const failed = await razorpay.simulator.pay(id, 'failed');
    expect(await statusOf()).toBe('attempted');

    const { paymentId } = await razorpay.simulator.pay(id, 'captured');
    expect(await gateway.findOrder(id)).toMatchObject({ status: 'paid', amountPaid: 4900 });
    const payment = { amount: 4900, currency: 'INR', amountRefunded: 0 };
    expect(await gateway.listPaymentsOf(id)).toEqual([
      { ...payment, id: failed.paymentId, status: 'failed', isCaptured: false },
      { ...payment, id: paymentId, status: 'captured', isCaptured: true },
    ]);

    await razorpay.simulator.refund(paymentId, 1000);
    expect((await gateway.listPaymentsOf(id))[1]).toMatchObject({ status: 'captured', amountRefunded: 1000 });
    await razorpay.simulator.refund(paymentId);
    expect((await gateway.listPaymentsOf(id))[1]).toMatchObject({ status: 'refunded', amountRefunded: 4900 });
    expect(await statusOf()).toBe('paid');
  });

  it('knows that an order does not exist', async () => {
    expect(await gateway.findOrder('order_00000000000000')).toBeNull();
    expect(await gateway.listPaymentsOf('order_00000000000000')).toEqual([]);
  });

  it('fails with wrong keys, and tells operators why', async () => {
    const stranger = gatewayTo(razorpay.simulator.baseUrl(), { keyId, keySecret: 'of somebody else' });
    for (const call of CALLS) {
      expect((await failureOf(call(stranger))).context).toMatchObject({
        status: 401,
        description: 'Authentication failed',
      });
    }
  });

  it('fails when the order is refused, and tells operators why', async () => {
    const { context } = await failureOf(gateway.createOrder({ ...ORDER, receipt: 'x'.repeat(41) }));
    expect(context).toMatchObject({ call: 'createOrder', status: 400, reason: 'BAD_REQUEST_ERROR' });
    expect(context.description).toContain('40 characters');
  });

  it.each(['refuse', 'reset', 'html502', '429'] as const)('fails on %s, as often as asked for', async (fault) => {
    const { id } = await gateway.createOrder(ORDER);
    razorpay.simulator.breakNext(fault, CALLS.length);
    for (const call of CALLS) await failureOf(call(gateway));
    expect(await gateway.findOrder(id)).toMatchObject({ status: 'created' });
  });

  it('fails in time when it hangs', async () => {
    razorpay.simulator.breakNext('hang', CALLS.length);
    await Promise.all(CALLS.map((call) => failureOf(call(gateway))));
    expect(await gateway.createOrder(ORDER)).toMatchObject({ status: 'created' });
  });
});

describe('the gateway to a server that answers as Razorpay documents', () => {
  const asked: { method: string; url: string; headers: IncomingMessage['headers']; body: unknown }[] = [];
  let stub: StubServer;
  let answer: { status?: number; body: unknown };

  const DOCUMENTED_ORDER = {
    id: 'order_DaaS6LOUAASb7Y',
    entity: 'order',
    amount: 2200,
    amount_paid: 0,
    amount_due: 2200,
    currency: 'INR',
    receipt: 'Receipt #211',
    offer_id: null,
    status: 'attempted',
    attempts: 1,
    notes: [],
    created_at: 1572505143,
  };
  const DOCUMENTED_PAYMENT = {
    id: 'pay_DaaSOvhgcOfzgR',
    entity: 'payment',
    amount: 2200,
    currency: 'INR',
    status: 'captured',
    order_id: 'order_DaaS6LOUAASb7Y',
    method: 'card',
    amount_refunded: 0,
    refund_status: null,
    captured: true,
    email: 'gaurav.kumar@example.com',
    contact: '+919000090000',
    notes: { key1: 'value1' },
    fee: 44,
    tax: 0,
    created_at: 1572505160,
  };

  beforeAll(async () => {
    stub = await startStub((request, response) => void reply(request, response));
  });
  afterAll(() => stub.stop());
  beforeEach(() => asked.splice(0));

  async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    asked.push({ method, url, headers, body: method === 'POST' ? await json(request) : undefined });
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  }

  it('asks as documented, with the keys', async () => {
    const gateway = gatewayTo(`${stub.url}/proxied`);
    answer = { body: { ...DOCUMENTED_ORDER, amount: ORDER.amount } };
    await gateway.createOrder(ORDER);
    await gateway.findOrder('order_DaaS6LOUAASb7Y');
    answer = { body: { entity: 'collection', count: 0, items: [] } };
    await gateway.listPaymentsOf('order_DaaS6LOUAASb7Y');
    expect(asked).toMatchObject([
      { method: 'POST', url: '/proxied/v1/orders', body: { ...ORDER, payment: { capture: 'automatic' } } },
      { method: 'GET', url: '/proxied/v1/orders/order_DaaS6LOUAASb7Y' },
      { method: 'GET', url: '/proxied/v1/orders/order_DaaS6LOUAASb7Y/payments' },
    ]);
    const authorization = `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString('base64')}`;
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([authorization, authorization, authorization]);
  });

  it.each(['order_1/payments', '../payments', 'order 1', 'order_1?expand[]=payments', 'order_1#', '%'])(
    'asks for no other page than that of an order: %s',
    async (orderId) => {
      answer = { body: DOCUMENTED_ORDER };
      await gatewayTo(stub.url).findOrder(orderId);
      expect(asked.map(({ url }) => url)).toEqual([`/v1/orders/${encodeURIComponent(orderId)}`]);
    },
  );

  it('reads an order, be it without a receipt', async () => {
    answer = { body: { ...DOCUMENTED_ORDER, receipt: null } };
    expect(await gatewayTo(stub.url).findOrder('order_DaaS6LOUAASb7Y')).toEqual({
      id: 'order_DaaS6LOUAASb7Y',
      amount: 2200,
      amountPaid: 0,
      currency: 'INR',
      receipt: '',
      status: 'attempted',
    });
  });

  it.each([
    ['created', false],
    ['authorized', false],
    ['captured', true],
    ['refunded', true],
    ['failed', false],
  ])('reads a payment that is %s', async (status, isCaptured) => {
    answer = { body: { entity: 'collection', count: 1, items: [{ ...DOCUMENTED_PAYMENT, status }] } };
    const [id, orderId] = ['pay_DaaSOvhgcOfzgR', 'order_DaaS6LOUAASb7Y'];
    expect(await gatewayTo(stub.url).listPaymentsOf(orderId)).toEqual([
      { id, amount: 2200, currency: 'INR', status, isCaptured, amountRefunded: 0 },
    ]);
  });

  it('reads a payment that went back without having been captured, and one that names no order', async () => {
    const item = { ...DOCUMENTED_PAYMENT, order_id: null, status: 'refunded', captured: false };
    answer = { body: { entity: 'collection', count: 1, items: [item] } };
    const payments = await gatewayTo(stub.url).listPaymentsOf('order_DaaS6LOUAASb7Y');
    expect(payments).toMatchObject([{ status: 'refunded', isCaptured: false }]);
  });

  it.each([
    ['of another amount', { amount: 4901 }],
    ['of another currency', { currency: 'USD' }],
    ['that is paid', { status: 'paid' }],
    ['of which something is paid', { amount_paid: 1 }],
    ['with an endless id', { id: 'x'.repeat(65) }],
    ['with an id that is none', { id: 'order 1' }],
  ])('fails when it asked for an order and gets one %s', async (_what, change) => {
    answer = { body: { ...DOCUMENTED_ORDER, amount: ORDER.amount, ...change } };
    await failureOf(gatewayTo(stub.url).createOrder(ORDER));
  });

  it.each([
    ['of another order', { order_id: 'order_other' }],
    ['with an endless id', { id: 'x'.repeat(65) }],
  ])('fails when it asked for payments and gets one %s', async (_what, change) => {
    answer = { body: { items: [{ ...DOCUMENTED_PAYMENT, ...change }] } };
    await failureOf(gatewayTo(stub.url).listPaymentsOf('order_DaaS6LOUAASb7Y'));
  });

  const refusal = (description: string): object => ({
    error: {
      code: 'BAD_REQUEST_ERROR',
      description,
      source: 'business',
      step: 'payment_initiation',
      reason: 'input_validation_failed',
      metadata: {},
    },
  });

  it('takes the documented refusal, and no other one, as an order that does not exist', async () => {
    const gateway = gatewayTo(stub.url);
    answer = { status: 400, body: refusal('The id provided does not exist') };
    expect(await gateway.findOrder('order_DaaS6LOUAASb7Y')).toBeNull();
    for (const other of [
      { status: 400, body: refusal('The requested URL was not found on the server.') },
      { status: 400, body: refusal('Authentication failed') },
      { status: 401, body: refusal('The id provided does not exist') },
      { status: 404, body: {} },
      { status: 502, body: refusal('The id provided does not exist') },
    ]) {
      answer = other;
      await failureOf(gateway.findOrder('order_DaaS6LOUAASb7Y'));
    }
  });

  it.each([
    ['null', null],
    ['a text', 'ok'],
    ['a list', []],
    ['nothing', {}],
    ['no id', { ...DOCUMENTED_ORDER, id: undefined }],
    ['an empty id', { ...DOCUMENTED_ORDER, id: '' }],
    ['an amount in text', { ...DOCUMENTED_ORDER, amount: '2200' }],
    ['half a paisa', { ...DOCUMENTED_ORDER, amount: 0.5 }],
    ['less than nothing', { ...DOCUMENTED_ORDER, amount_paid: -1 }],
    ['a status that there is not', { ...DOCUMENTED_ORDER, status: 'PAID' }],
    ['a payment without status', { items: [{ ...DOCUMENTED_PAYMENT, status: undefined }] }],
  ])('fails when it is told %s', async (_what, body) => {
    answer = { body };
    for (const call of CALLS) await failureOf(call(gatewayTo(stub.url)));
  });
});

describe('the gateway to a server in trouble', () => {
  const stubs: StubServer[] = [];
  afterAll(() => Promise.all(stubs.map((stub) => stub.stop())));

  async function troubled(listener: RequestListener): Promise<PaymentGateway> {
    const stub = await startStub(listener);
    stubs.push(stub);
    return gatewayTo(stub.url);
  }

  const html = { 'content-type': 'text/html' };
  it.each<[string, RequestListener]>([
    ['resets the connection', (request) => request.socket.resetAndDestroy()],
    ['closes the connection', (request) => request.socket.destroy()],
    ['answers no HTTP', (request) => void request.socket.end('SSH-2.0\r\n')],
    ['breaks off in the middle', (_, response) => response.writeHead(200, { 'content-length': 900 }).write('{"id":')],
    ['answers 502 and HTML', (_, response) => response.writeHead(502, html).end('<h1>Bad Gateway</h1>')],
    ['answers 200 and HTML', (_, response) => response.writeHead(200, html).end('<h1>Maintenance</h1>')],
    ['answers 200 and nothing', (_, response) => response.writeHead(200).end()],
    ['answers 500 and null', (_, response) => response.writeHead(500).end('null')],
    ['answers 429', (_, response) => response.writeHead(429).end('{}')],
    ['answers 204', (_, response) => response.writeHead(204).end()],
    ['answers two megabytes', (_, response) => response.end(JSON.stringify({ ...GOOD, x: 'x'.repeat(2 ** 21) }))],
  ])('fails when it %s', async (what, listener) => {
    const gateway = await troubled((request, response) => {
      listener(request, response);
      if (what.startsWith('breaks off')) setImmediate(() => request.socket.destroy());
    });
    for (const call of CALLS) await failureOf(call(gateway));
  });

  it('fails when nobody listens, and tells operators so', async () => {
    const stub = await startStub(() => undefined);
    await stub.stop();
    for (const call of CALLS) {
      expect((await failureOf(call(gatewayTo(stub.url)))).context).toMatchObject({ status: 0, reason: 'ECONNREFUSED' });
    }
  });

  it('fails in time when the answer never begins, never goes on or never ends', async () => {
    const gateways = await Promise.all([
      troubled(() => undefined),
      troubled((_, response) => {
        response.writeHead(200).flushHeaders();
      }),
      troubled((_, response) => {
        response.writeHead(200).write('{');
        const drip = setInterval(() => response.write(' '), 100);
        response.on('close', () => clearInterval(drip));
      }),
    ]);
    await Promise.all(gateways.flatMap((gateway) => CALLS.map((call) => failureOf(call(gateway)))));
  });

  it('shows its keys to nobody whom the server points to', async () => {
    let visits = 0;
    const elsewhere = await startStub((_, response) => {
      visits += 1;
      response.end();
    });
    stubs.push(elsewhere);
    const gateway = await troubled((_, response) => response.writeHead(307, { location: elsewhere.url }).end());
    for (const call of CALLS) await failureOf(call(gateway));
    expect(visits).toBe(0);
  });

  it('occupies few connections while it hangs, lets go of them, and works again as soon as it does', async () => {
    let hangs = true;
    const open = new Set<object>();
    let most = 0;
    const gateway = await troubled((request, response) => {
      open.add(request.socket);
      most = Math.max(most, open.size);
      void once(request.socket, 'close').then(() => open.delete(request.socket));
      if (!hangs) response.writeHead(200).end('{"items":[]}');
    });
    await simultaneously(300, (index) => failureOf(CALLS[index % 3]!(gateway)));
    hangs = false;
    expect(await gateway.listPaymentsOf('order_DaaS6LOUAASb7Y')).toEqual([]);
    expect(most).toBeLessThanOrEqual(32);
    expect(open.size).toBe(1);
  });
});
