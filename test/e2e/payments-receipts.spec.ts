import { Notifications } from '@app/notifications';
import type { OutboxMessage } from '@app/outbox';
import {
  type Buyer,
  checkoutResult,
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
import { relayOf } from '../support/relays.js';
import { countRows, giveEmail } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the receipt for premium', () => {
  let app: TestApp;
  let buyer: Buyer & { email: string };

  beforeAll(async () => {
    const env = { SELLER_NAME: 'CarQR Services', SELLER_TAX_ID: 'GSTIN 29ABCDE1234F1Z5' };
    app = await startApp({ env });
  });
  beforeEach(async () => {
    buyer = await newBuyer();
  });
  afterAll(() => app.stop());

  async function newBuyer(address: { isVerified?: boolean } = {}): Promise<Buyer & { email: string }> {
    const person = await signInBuyer(app);
    return { ...person, email: await giveEmail(app, person, address) };
  }

  const pay = (orderId = buyer.orderId) => verify(buyer, checkoutResult(app.settings, orderId));
  const hear = (name: Parameters<typeof webhookBody>[0], more: object = {}) =>
    deliver(app, webhookBody(name, { orderId: buyer.orderId, paymentId: newPaymentId(), ...more }));
  const receiptsTo = async ({ email } = buyer): Promise<OutboxMessage[]> => {
    await relayOf(app).deliver();
    return app.inbox.to(email);
  };

  it('says what was paid, in rupees, for what, when, and until when premium lasts', async () => {
    const { orderId } = buyer;
    const { paymentId, premiumExpiryDate } = (await pay()).body.payment;
    const [receipt, ...others] = await receiptsTo();
    expect(others).toEqual([]);
    expect(receipt!.subject).toBe('Receipt: ₹49.00 for CarQR Premium');
    const day = new Intl.DateTimeFormat('en-IN', { dateStyle: 'medium', timeZone: 'Asia/Kolkata' });
    for (const fact of [
      'Premium, 30 days',
      'Amount: ₹49.00',
      `Paid: ${day.format(app.clock.now())}`,
      `Premium until: ${day.format(new Date(premiumExpiryDate))}`,
      `Payment: ${paymentId}`,
      `Order: ${orderId}`,
      'Seller: CarQR Services',
      'Tax number: GSTIN 29ABCDE1234F1Z5',
    ]) {
      expect(receipt!.text).toContain(fact);
    }
  });

  it('is in Hindi for who reads Hindi', async () => {
    await buyer.api.patch('/users/me', { preferences: { language: 'hi' } });
    await pay(await order(buyer, 365));
    const [receipt] = await receiptsTo();
    expect(receipt!.subject).toMatch(/[\u0900-\u097f]/);
    expect(receipt!.text).toContain('₹499.00');
  });

  it('comes once, whoever tells of the payment, how often and at the same moment', async () => {
    const result = checkoutResult(app.settings, buyer.orderId);
    const tellings = [
      () => verify(buyer, result),
      () => hear('payment.captured', result),
      () => hear('order.paid', result),
    ];
    const answers = await Promise.all([...tellings, ...tellings, ...tellings].map((tell) => tell()));
    for (const tell of tellings) answers.push(await tell());
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await receiptsTo()).toHaveLength(1);
  });

  it('comes once for an order that is paid again after its refund', async () => {
    const result = checkoutResult(app.settings, buyer.orderId);
    await verify(buyer, result);
    await hear('refund.processed', result);
    await hear('payment.captured');
    expect((await paymentOf(buyer, buyer.orderId)).status).toBe('completed');
    expect(await receiptsTo()).toHaveLength(1);
  });

  it('comes for each order', async () => {
    await pay();
    await pay(await order(buyer, 180));
    expect((await receiptsTo()).map(({ subject }) => subject)).toEqual([
      'Receipt: ₹249.00 for CarQR Premium',
      'Receipt: ₹49.00 for CarQR Premium',
    ]);
  });

  it('names no end of premium for life', async () => {
    await makePremium(app, buyer, null);
    await pay();
    expect((await receiptsTo())[0]!.text).not.toContain('Premium until');
  });

  it.each([
    ['failed', 'payment.failed', {}],
    ['was of another amount', 'payment.captured', { amount: 4800 }],
    ['was of another currency', 'payment.captured', { currency: 'USD' }],
    ['was given back before we heard of it', 'refund.processed', {}],
  ] as const)('does not come for a payment that %s', async (_what, name, more) => {
    await hear(name, more);
    expect((await premiumOf(buyer)).isPremium).toBe(false);
    expect(await receiptsTo()).toEqual([]);
    expect(await countRows(app, 'notifications', 'userId', buyer.id)).toBe(0);
  });

  it('comes for a payment that succeeds after one that failed', async () => {
    await hear('payment.failed');
    await pay();
    expect(await receiptsTo()).toHaveLength(1);
  });

  it('goes to no address that nobody has confirmed', async () => {
    const other = await newBuyer({ isVerified: false });
    await verify(other, checkoutResult(app.settings, other.orderId));
    expect(await receiptsTo(other)).toEqual([]);
    const [notice] = await app.dataSource.query('SELECT status FROM notifications WHERE userId = ?', [other.id]);
    expect(notice).toEqual({ status: 'dropped' });
  });

  it('is written down with the payment, or neither is', async () => {
    const notifications = app.app.get(Notifications, { strict: false });
    jest.spyOn(notifications, 'tell').mockRejectedValueOnce(new Error('gone'));
    expect((await pay()).status).toBe(500);
    expect((await premiumOf(buyer)).isPremium).toBe(false);
    expect((await pay()).status).toBe(200);
    expect(await receiptsTo()).toHaveLength(1);
    jest.restoreAllMocks();
  });
});
