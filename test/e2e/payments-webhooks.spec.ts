import { randomUUID } from 'node:crypto';
import { expectRefusal } from '../support/answers.js';
import {
  type Buyer,
  WEBHOOK,
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

describe('a webhook', () => {
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

  const countLines = async (): Promise<number> => {
    const [row] = await app.dataSource.query<{ n: number }[]>('SELECT COUNT(*) AS n FROM payment_events');
    return Number(row?.n);
  };
  const send = (body: string, headers: Record<string, string>) => app.api.send('POST', WEBHOOK, body, headers);
  const JSON_TYPE = { 'content-type': 'application/json' };

  it.each(['payment.captured', 'order.paid'] as const)(
    '%s gives premium once, however often it comes',
    async (name) => {
      const body = webhookBody(name, told);
      for (const eventId of ['one', 'one', 'two', 'two']) {
        const { status, body: answer } = await deliver(app, body, { eventId: `${told.paymentId}-${eventId}` });
        expect([status, answer]).toEqual([200, { success: true, message: expect.any(String) }]);
      }
      expect(await daysLeft(app, buyer)).toBe(30);
      expect(await paymentOf(buyer, buyer.orderId)).toMatchObject({ status: 'completed', paymentId: told.paymentId });
      expect(await ledgerOf(app, buyer.orderId)).toEqual([
        { source: 'checkout', kind: 'created', days: 0, paymentId: null },
        { source: 'webhook', kind: 'captured', days: 30, paymentId: told.paymentId },
        { source: 'webhook', kind: 'captured', days: 0, paymentId: told.paymentId },
      ]);
    },
  );

  it('without an event id is recognised by what it says', async () => {
    const body = webhookBody('payment.captured', told);
    const headers = { ...JSON_TYPE, 'x-razorpay-signature': signWell(body) };
    for (const answer of [await send(body, headers), await send(body, headers)]) expect(answer.status).toBe(200);
    expect(await ledgerOf(app, buyer.orderId)).toHaveLength(2);
    expect(await daysLeft(app, buyer)).toBe(30);
  });

  it('is heard with the prefix and without', async () => {
    const body = webhookBody('payment.captured', told);
    const headers = { ...JSON_TYPE, 'x-razorpay-signature': signWell(body) };
    expect((await app.api.send('POST', `/api/v1${WEBHOOK}`, body, headers)).status).toBe(200);
    expect(await daysLeft(app, buyer)).toBe(30);
  });

  it('after the checkout, and before it, gives nothing more', async () => {
    const result = checkoutResult(app.settings, buyer.orderId, told.paymentId);
    await verify(buyer, result);
    await deliver(app, webhookBody('payment.captured', told));
    await deliver(app, webhookBody('order.paid', told));
    expect((await verify(buyer, result)).status).toBe(200);
    expect(await daysLeft(app, buyer)).toBe(30);
  });

  it('of a failure is shown, and does not undo what was paid', async () => {
    await deliver(app, webhookBody('payment.failed', told));
    expect(await paymentOf(buyer, buyer.orderId)).toMatchObject({ status: 'failed', paymentId: null });
    await deliver(app, webhookBody('payment.captured', told));
    await deliver(app, webhookBody('payment.failed', { ...told, paymentId: newPaymentId() }));
    expect(await paymentOf(buyer, buyer.orderId)).toMatchObject({ status: 'completed', paymentId: told.paymentId });
    expect(await daysLeft(app, buyer)).toBe(30);
  });

  it('that the provider sends is understood', async () => {
    await app.api.post('/dev/razorpay/pay', { orderId: buyer.orderId, webhook: true, reversed: true, copies: 3 });
    expect(await paymentOf(buyer, buyer.orderId)).toMatchObject({ status: 'completed' });
    expect(await daysLeft(app, buyer)).toBe(30);
  });

  describe('of another amount or currency gives nothing, is kept, and raises an alarm:', () => {
    it.each([1, 0, -1, 0.5, '1', '4900', 1e9, 1e300, null, 4899, 4901])('the amount %j', async (amount) => {
      const before = await countOf(app, 'payment_mismatched');
      for (const name of ['payment.captured', 'order.paid'] as const) {
        expect((await deliver(app, webhookBody(name, { ...told, amount }))).status).toBe(200);
      }
      expect(await daysLeft(app, buyer)).toBeNull();
      expect((await paymentOf(buyer, buyer.orderId)).status).toBe('pending');
      expect((await ledgerOf(app, buyer.orderId)).map(({ kind }) => kind).toSorted()).toEqual([
        'created',
        'mismatched',
        'mismatched',
      ]);
      expect(await countOf(app, 'payment_mismatched')).toBe(before + 2);
    });

    it.each(['USD', 'inr', '', null])('the currency %j, until the right one comes', async (currency) => {
      await deliver(app, webhookBody('payment.captured', { ...told, currency }));
      expect(await daysLeft(app, buyer)).toBeNull();
      await deliver(app, webhookBody('payment.captured', told));
      expect(await daysLeft(app, buyer)).toBe(30);
    });
  });

  it('about an order of somebody else is kept once, and answered with 200', async () => {
    const unknown = { orderId: `order_${randomUUID()}`, paymentId: newPaymentId() };
    const before = await countOf(app, 'payment_unknown_order');
    for (const name of ['payment.captured', 'refund.processed', 'payment.captured', 'refund.processed'] as const) {
      const eventId = `${name.replace('.', '-')}-${unknown.paymentId}`;
      expect((await deliver(app, webhookBody(name, unknown), { eventId })).status).toBe(200);
    }
    expect((await ledgerOf(app, unknown.orderId)).map(({ kind }) => kind)).toEqual(['noted', 'noted']);
    expect(await countOf(app, 'payment_unknown_order')).toBe(before + 2);
  });

  it('of a kind that means nothing to us is kept, and answered with 200', async () => {
    await deliver(app, webhookBody('payment.authorized', told));
    expect((await ledgerOf(app, buyer.orderId)).map(({ kind }) => kind).toSorted()).toEqual(['created', 'noted']);
    const before = await countLines();
    for (const body of ['{}', '{"event":7}', '{"event":"payment.captured","payload":[]}']) {
      expect((await deliver(app, body)).status).toBe(200);
    }
    expect(await countLines()).toBe(before + 3);
  });

  it('leaves nothing of the payer in the database', async () => {
    await deliver(app, webhookBody('payment.captured', told));
    const rows = await app.dataSource.query<object[]>('SELECT * FROM payment_events');
    expect(JSON.stringify(rows)).not.toMatch(/buyer@example|9000090000/);
  });

  describe('is refused, and leaves nothing behind, when', () => {
    let before: number;

    beforeEach(async () => {
      before = await countLines();
    });
    afterEach(async () => {
      expect(await countLines()).toBe(before);
      expect(await daysLeft(app, buyer)).toBeNull();
    });

    it.each<[string, (body: string) => Record<string, string>]>([
      ['it is not signed', () => ({})],
      ['its signature is empty', () => ({ 'x-razorpay-signature': '' })],
      ['it is signed by the key secret', (body) => ({ signed: sign(body, app.settings.razorpay.keySecret) })],
      ['it is signed by no secret', (body) => ({ signed: sign(body, '') })],
      ['another text was signed', (body) => ({ signed: sign(`${body} `, app.settings.razorpay.webhookSecret) })],
      ['its signature is in another letter case', (body) => ({ signed: signWell(body).toUpperCase() })],
      ['its signature is cut short', (body) => ({ signed: signWell(body).slice(1) })],
    ])('%s', async (_what, headersOf) => {
      const body = webhookBody('payment.captured', told);
      const { signed, ...headers } = headersOf(body);
      const answer = await send(body, { ...JSON_TYPE, ...headers, ...(signed && { 'x-razorpay-signature': signed }) });
      expectRefusal(answer, [400, 'INVALID_SIGNATURE']);
    });

    it('its signature is wrong, which operators are told', async () => {
      const forged = await countOf(app, 'payment_webhook_forged');
      const body = webhookBody('payment.captured', told);
      await send(body, { ...JSON_TYPE, 'x-razorpay-signature': sign(body, 'another secret') });
      expect(await countOf(app, 'payment_webhook_forged')).toBe(forged + 1);
    });

    it('a single byte of it is another', async () => {
      const body = webhookBody('payment.captured', told);
      const headers = { ...JSON_TYPE, 'x-razorpay-signature': signWell(body) };
      expectRefusal(await send(body.replace('4900', '4901'), headers), [400, 'INVALID_SIGNATURE']);
      expectRefusal(await send(JSON.stringify(JSON.parse(body), null, 1), headers), [400, 'INVALID_SIGNATURE']);
    });

    it.each(['', 'x', '{', '[]', '{"event":"payment.captured"', 'null'])(
      'it is signed but no JSON object: %j',
      async (text) => {
        expectRefusal(await deliver(app, text), [400, 'INVALID_REQUEST']);
      },
    );

    it('it is no JSON at all, or too large', async () => {
      const signed = { 'x-razorpay-signature': signWell('x') };
      expectRefusal(await send('x', { ...signed, 'content-type': 'text/plain' }), [415, 'UNSUPPORTED_MEDIA_TYPE']);
      expectRefusal(await deliver(app, `{"x":"${'x'.repeat(110_000)}"}`), [413, 'PAYLOAD_TOO_LARGE']);
    });
  });

  it('is checked byte for byte, whatever its spacing and escapes', async () => {
    const body = webhookBody('payment.captured', told).replace('"INR"', '  "\\u0049NR" ').replace('{', '{"é":"💡", ');
    expect((await deliver(app, body)).status).toBe(200);
    expect(await daysLeft(app, buyer)).toBe(30);
  });

  it('may nest as deep as it fits', async () => {
    const deep = `{"event":"x","payload":${'['.repeat(40_000)}${']'.repeat(40_000)}}`;
    expect((await deliver(app, deep)).status).toBe(200);
  });

  it('is not limited by address', async () => {
    const body = webhookBody('payment.captured', told);
    const answers = await Promise.all(
      Array.from({ length: 150 }, () => deliver(app, body, { eventId: told.paymentId })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  function signWell(body: string): string {
    return sign(body, app.settings.razorpay.webhookSecret);
  }
});
