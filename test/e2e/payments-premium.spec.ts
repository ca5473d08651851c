import { PremiumCommands } from '../../apps/api/src/premium-commands.js';
import { expectFields, rawText, subscriberOf } from '../support/answers.js';
import {
  type Buyer,
  DAY_MS,
  checkoutResult,
  countOf,
  deliver,
  ledgerOf,
  newPaymentId,
  paymentOf,
  premiumOf,
  signInBuyer,
  verify,
  webhookBody,
} from '../support/payments.js';
import { makePremium, signIn, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('premium', () => {
  let app: TestApp;
  let buyer: Buyer;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    buyer = await signInBuyer(app);
  });

  const buy = () => verify(buyer, checkoutResult(app.settings, buyer.orderId));

  describe('that was bought', () => {
    it('opens the gate at once, and to the millisecond of its end', async () => {
      const owner = await signInOwner(app);
      const lookUp = async () => (await buyer.api.get(`/cars/qr/${owner.car.qrCode}`)).body;
      expect(await lookUp()).toMatchObject({ gate: 'form', car: { owner: { phone: null } } });
      await makePremium(app, buyer, new Date(app.clock.nowMs() - 30 * DAY_MS + 1000));
      await buy();
      expect(await lookUp()).toMatchObject({ gate: 'open', car: { owner: { phone: owner.phone } } });
      // The session would not last for a month: the end is brought near instead.
      await makePremium(app, buyer, new Date(app.clock.nowMs() + 2000));
      app.clock.advance({ ms: 1999 });
      expect(await premiumOf(buyer)).toMatchObject({ isPremium: true, plan: 'premium' });
      expect(await lookUp()).toMatchObject({ gate: 'open', car: { owner: { phone: owner.phone } } });
      app.clock.advance({ ms: 1 });
      expect(await premiumOf(buyer)).toMatchObject({ isPremium: false, plan: 'basic' });
      const closed = await buyer.api.get(`/cars/qr/${owner.car.qrCode}`);
      expect(closed.body.gate).toBe('form');
      expect(rawText(closed)).not.toContain(subscriberOf(owner.phone));
    });

    it('and refunded closes the gate at once', async () => {
      const owner = await signInOwner(app);
      const { body } = await buy();
      const refund = { orderId: buyer.orderId, paymentId: body.payment.paymentId, refunded: 4900 };
      await deliver(app, webhookBody('refund.processed', refund));
      expect((await buyer.api.get(`/cars/qr/${owner.car.qrCode}`)).body.gate).toBe('form');
    });
  });

  describe('of an account that is exported or erased', () => {
    it('comes with its payments', async () => {
      await buy();
      const { body } = await buyer.api.get('/users/me/export');
      expect(body.payments).toEqual((await buyer.api.get('/payments')).body.payments);
      expect(body.payments).toHaveLength(1);
    });

    it('leaves its payments behind, which tell of nobody, and events of theirs are still taken', async () => {
      const { body } = await buy();
      expect((await buyer.api.delete('/users/me')).status).toBe(200);
      const refund = { orderId: buyer.orderId, paymentId: body.payment.paymentId, refunded: 4900 };
      expect((await deliver(app, webhookBody('refund.processed', refund))).status).toBe(200);
      const kept = await app.dataSource.query<object[]>('SELECT * FROM payments WHERE orderId = ?', [buyer.orderId]);
      expect(kept).toEqual([expect.objectContaining({ userId: null, status: 'refunded', amount: 4900 })]);
      const lines = await app.dataSource.query<object[]>('SELECT * FROM payment_events WHERE orderId = ?', [
        buyer.orderId,
      ]);
      expect(lines).toHaveLength(3);
      const text = JSON.stringify([kept, lines]);
      expect(text).not.toContain(buyer.id);
      expect(text).not.toContain(subscriberOf(buyer.phone));
    });

    it('may be paid after the end, and gives nothing to whoever signs up with the same number', async () => {
      await buyer.api.delete('/users/me');
      const before = await countOf(app, 'payment_without_user');
      await deliver(app, webhookBody('payment.captured', { orderId: buyer.orderId, paymentId: newPaymentId() }));
      expect(await countOf(app, 'payment_without_user')).toBe(before + 1);
      app.clock.advance({ minutes: 1 });
      const again = await signIn(app, { phone: buyer.phone });
      expect((await premiumOf(again)).isPremium).toBe(false);
      expect((await again.api.get('/payments')).body.payments).toEqual([]);
    });
  });

  describe('in the hands of support', () => {
    const audit = { operator: 'Meena', reason: 'Paid by cheque, call +919876543210' };
    const run = (words: string[], options: object = audit) => PremiumCommands.of(app.app).run(words, { ...options });

    it('is given by days, by phone in any spelling or by id, and explained', async () => {
      const given = await run(['grant', subscriberOf(buyer.phone), '10']);
      const until = new Date(app.clock.nowMs() + 10 * DAY_MS).toISOString();
      expect([given.isDone, (await premiumOf(buyer)).expiry]).toEqual([true, until]);
      expect(given.text).toContain(`${buyer.id}: premium until ${until}`);
      expect(given.text).toMatch(/support {2}granted {2}10 days, none -> .+"operator":"Meena"/);
      await run(['grant', buyer.id, '5']);
      expect((await premiumOf(buyer)).expiry).toBe(new Date(app.clock.nowMs() + 15 * DAY_MS).toISOString());
    });

    it('is ended at once, even for life', async () => {
      for (const until of [new Date(app.clock.nowMs() + DAY_MS), null]) {
        await makePremium(app, buyer, until);
        expect((await run(['revoke', buyer.phone])).text).toContain('no premium');
        expect((await premiumOf(buyer)).isPremium).toBe(false);
      }
    });

    it('is said to be for life where it is, before it is ended and when days are added to it', async () => {
      expect((await run(['revoke', buyer.phone])).text).toMatch(/revoked {2}0 days, none -> none/);
      await makePremium(app, buyer, null);
      const { text } = await run(['grant', buyer.phone, '10']);
      expect(text).toMatch(/premium for life\n.+\n.+\n.+granted {2}0 days, for life before and after/);
      const ended = new Date(app.clock.nowMs()).toISOString();
      expect((await run(['revoke', buyer.phone])).text).toContain(`revoked  0 days, for life -> ${ended}`);
    });

    it('is explained by every event of every order', async () => {
      await buy();
      const { text, isDone } = await run(['explain', buyer.id], {});
      expect(isDone).toBe(true);
      for (const { source, kind } of await ledgerOf(app, buyer.orderId)) expect(text).toContain(`${source}  ${kind}`);
      expect(text).toContain('30 days');
      expect(text).toContain(buyer.orderId);
    });

    it('keeps what a refund may not take', async () => {
      await buy();
      await run(['grant', buyer.id, '5']);
      const { paymentId } = await paymentOf(buyer, buyer.orderId);
      await deliver(app, webhookBody('refund.processed', { orderId: buyer.orderId, paymentId, refunded: 4900 }));
      expect((await premiumOf(buyer)).expiry).toBe(new Date(app.clock.nowMs() + 5 * DAY_MS).toISOString());
    });

    it('leaves no phone number in the ledger, which outlives the account', async () => {
      await run(['grant', buyer.id, '5']);
      const lines = await app.dataSource.query<object[]>('SELECT * FROM payment_events');
      expect(JSON.stringify(lines)).not.toContain('9876543210');
    });

    it.each<[string[], object]>([
      [[], audit],
      [['grant'], audit],
      [['grant', '+919876543210'], audit],
      [['grant', '+919876543210', '0'], audit],
      [['grant', '+919876543210', '-5'], audit],
      [['grant', '+919876543210', '1.5'], audit],
      [['grant', '+919876543210', '9999'], audit],
      [['grant', '+919876543210', '5', 'more'], audit],
      [['grant', '+919876543210', '5'], {}],
      [['grant', '+919876543210', '5'], { operator: 'Meena' }],
      [['revoke', '+919876543210'], { ...audit, reason: ' ' }],
      [['drop', '+919876543210'], audit],
    ])('is not touched by %j with %j, which is answered with what may be said', async (words, options) => {
      expect(await run(words, options)).toEqual({ text: expect.stringMatching(/^Usage:/), isDone: false });
    });

    it('is not touched where there is nobody', async () => {
      for (const nobody of ['+919899999999', 'x', '01938a5e-7c11-7abc-8def-012345678901']) {
        expect(await run(['revoke', nobody])).toEqual({ text: 'There is no such user.\n', isDone: false });
      }
    });
  });

  it('shows every payment with the contract’s fields and no others', async () => {
    await buy();
    expectFields(await paymentOf(buyer, buyer.orderId), 'payment');
  });
});
