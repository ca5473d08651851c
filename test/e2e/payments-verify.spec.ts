import { PaymentsService } from '@app/payments';
import { UsersService } from '@app/users';
import { expectInvalid, expectRefusal } from '../support/answers.js';
import {
  type Buyer,
  DAY_MS,
  checkoutResult,
  countOf,
  daysLeft,
  deliver,
  ledgerOf,
  newPaymentId,
  order,
  paymentOf,
  premiumOf,
  sign,
  signInBuyer,
  verify,
  webhookBody,
} from '../support/payments.js';
import { makePremium } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const INVALID_SIGNATURE = [400, 'INVALID_SIGNATURE'] as const;
const PAYMENT_NOT_FOUND = [404, 'PAYMENT_NOT_FOUND'] as const;

describe('what the checkout answered', () => {
  let app: TestApp;
  let buyer: Buyer;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    buyer = await signInBuyer(app);
  });

  const secret = (): string => app.settings.razorpay.keySecret;

  it('gives premium at once, and answers with the account and the payment', async () => {
    const result = checkoutResult(app.settings, buyer.orderId);
    const { status, body } = await buyer.api.post('/api/v1/payments/razorpay/verify', result);
    const until = new Date(app.clock.nowMs() + 30 * DAY_MS).toISOString();
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['success', 'user', 'payment']);
    expect(body.user).toMatchObject({ isPremium: true, plan: 'premium', premiumExpiryDate: until });
    expect(body.user).toEqual((await buyer.api.get('/users/me')).body.user);
    expect(body.payment).toMatchObject({
      orderId: buyer.orderId,
      paymentId: result.paymentId,
      status: 'completed',
      premiumExpiryDate: until,
      verifiedAt: app.clock.now().toISOString(),
    });
    expect(body.payment).toEqual(await paymentOf(buyer, buyer.orderId));
  });

  it('may be spelt as Razorpay spells it, and sent as a form', async () => {
    const { orderId, paymentId, signature } = checkoutResult(app.settings, buyer.orderId);
    const older = { razorpay_order_id: orderId, razorpay_payment_id: paymentId, razorpay_signature: signature };
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams(older).toString();
    expect((await buyer.api.send('POST', '/payments/razorpay/verify', body, form)).status).toBe(200);
    expect((await verify(buyer, older)).body.payment.status).toBe('completed');
  });

  it('is answered the same however often it is told, and long after', async () => {
    const result = checkoutResult(app.settings, buyer.orderId);
    const first = await verify(buyer, result);
    expect((await verify(buyer, result)).body).toEqual(first.body);
    app.clock.advance({ hours: 20 });
    expect((await verify(buyer, result)).body).toEqual(first.body);
  });

  it('needs no word from the provider', async () => {
    await app.api.post('/dev/razorpay/faults', { kind: 'refuse', count: 100 });
    expect((await verify(buyer, checkoutResult(app.settings, buyer.orderId))).status).toBe(200);
    await app.api.post('/dev/razorpay/faults', { kind: 'refuse', count: 0 });
  });

  it('of a second payment gives nothing more, and tells operators', async () => {
    const first = await verify(buyer, checkoutResult(app.settings, buyer.orderId));
    const before = await countOf(app, 'payment_taken_twice');
    const second = await verify(buyer, checkoutResult(app.settings, buyer.orderId));
    expect(second.status).toBe(200);
    expect(second.body.payment).toEqual(first.body.payment);
    expect(await daysLeft(app, buyer)).toBe(30);
    expect(await countOf(app, 'payment_taken_twice')).toBe(before + 1);
    expect(await ledgerOf(app, buyer.orderId)).toHaveLength(3);
  });

  it('extends premium from its end while it lasts, from now once it is over', async () => {
    await makePremium(app, buyer, new Date(app.clock.nowMs() + 5 * DAY_MS));
    await verify(buyer, checkoutResult(app.settings, buyer.orderId));
    expect(await daysLeft(app, buyer)).toBe(35);
    await makePremium(app, buyer, new Date(app.clock.nowMs() - 5 * DAY_MS));
    await verify(buyer, checkoutResult(app.settings, await order(buyer)));
    expect(await daysLeft(app, buyer)).toBe(30);
  });

  it('leaves premium for life as it is', async () => {
    await makePremium(app, buyer, null);
    const { body } = await verify(buyer, checkoutResult(app.settings, buyer.orderId));
    expect(body.user).toMatchObject({ isPremium: true, premiumExpiryDate: null });
    expect(body.payment).toMatchObject({ status: 'completed', premiumExpiryDate: null });
  });

  it('counts after a failure, too', async () => {
    const told = { orderId: buyer.orderId, paymentId: newPaymentId() };
    await deliver(app, webhookBody('payment.failed', told));
    expect((await paymentOf(buyer, buyer.orderId)).status).toBe('failed');
    const { body } = await verify(buyer, checkoutResult(app.settings, buyer.orderId, told.paymentId));
    expect([body.payment.status, await daysLeft(app, buyer)]).toEqual(['completed', 30]);
  });

  describe('is refused, and gives nothing:', () => {
    let other: Buyer;

    beforeEach(async () => {
      other = await signInBuyer(app);
    });
    afterEach(async () => {
      for (const person of [buyer, other]) {
        expect(await premiumOf(person)).toEqual({ isPremium: false, plan: 'basic', expiry: null });
        expect(await paymentOf(person, person.orderId)).toMatchObject({ status: 'pending', paymentId: null });
      }
    });

    it.each<[string, (good: string, paymentId: string) => string]>([
      ['empty', () => ''],
      ['cut short', (good) => good.slice(0, -1)],
      ['longer', (good) => `${good}0`],
      ['changed in one digit', (good) => (good.startsWith('0') ? '1' : '0') + good.slice(1)],
      ['in capitals', (good) => good.replace(/[a-f]/g, (digit) => digit.toUpperCase())],
      ['followed by a space', (good) => `${good} `],
      ['of another payment', () => sign(`${buyer.orderId}|${newPaymentId()}`, secret())],
      ['of the payment alone', (_good, paymentId) => sign(paymentId, secret())],
      ['of another of the orders', (_good, paymentId) => sign(`order_x|${paymentId}`, secret())],
      ['of another user’s order', (_good, paymentId) => sign(`${other.orderId}|${paymentId}`, secret())],
      ['in the wrong order', (_good, paymentId) => sign(`${paymentId}|${buyer.orderId}`, secret())],
      ['by the webhook secret', (_good, id) => sign(`${buyer.orderId}|${id}`, app.settings.razorpay.webhookSecret)],
      ['by no secret', (_good, paymentId) => sign(`${buyer.orderId}|${paymentId}`, '')],
      ['by the public key', (_good, id) => sign(`${buyer.orderId}|${id}`, app.settings.razorpay.keyId)],
    ])('a signature %s', async (_what, tamper) => {
      const result = checkoutResult(app.settings, buyer.orderId);
      const signature = tamper(result.signature, result.paymentId);
      expectRefusal(await verify(buyer, { ...result, signature }), INVALID_SIGNATURE);
    });

    it('another payment under the same signature', async () => {
      const result = checkoutResult(app.settings, buyer.orderId);
      expectRefusal(await verify(buyer, { ...result, paymentId: newPaymentId() }), INVALID_SIGNATURE);
    });

    it('another user’s order, however well it is signed, like one that does not exist', async () => {
      expectRefusal(await verify(buyer, checkoutResult(app.settings, other.orderId)), PAYMENT_NOT_FOUND);
      expectRefusal(await verify(buyer, checkoutResult(app.settings, 'order_x')), PAYMENT_NOT_FOUND);
      expectRefusal(await app.api.post('/payments/razorpay/verify', {}), [401, 'UNAUTHORIZED']);
    });

    it('what lacks a part, by its name', async () => {
      const { orderId, paymentId, signature } = checkoutResult(app.settings, buyer.orderId);
      expectInvalid(await verify(buyer, {}), 'paymentId', 'orderId', 'signature');
      expectInvalid(await verify(buyer, { orderId, paymentId }), 'signature');
      expectInvalid(await verify(buyer, { orderId, signature, paymentId: null }), 'paymentId');
      expectInvalid(await verify(buyer, { orderId: 'order 1', signature, paymentId }), 'orderId');
    });
  });

  it('may be told thirty times a minute by one person, and by another one all the same', async () => {
    const result = checkoutResult(app.settings, buyer.orderId);
    for (let count = 0; count < 30; count += 1) expect((await verify(buyer, result)).status).toBe(200);
    expectRefusal(await verify(buyer, result), [429, 'RATE_LIMITED']);
    const other = await signInBuyer(app);
    expect((await verify(other, checkoutResult(app.settings, other.orderId))).status).toBe(200);
  });

  it('is refused as of nobody when the account is erased while it is told', async () => {
    const result = checkoutResult(app.settings, buyer.orderId);
    const user = await app.app.get(UsersService).getUser(buyer.id);
    await buyer.api.delete('/users/me');
    // The guard has let the request pass by then, which no request from outside can time.
    const verifying = app.app.get(PaymentsService).verifyPayment(user, result);
    await expect(verifying).rejects.toMatchObject({ definition: { status: 401, code: 'UNAUTHORIZED' } });
  });
});
