import { simultaneously, tally } from './answers.js';
import {
  DAY_MS,
  checkoutResult,
  deliver,
  ledgerOf,
  newPaymentId,
  order,
  premiumOf,
  verify,
  webhookBody,
} from './payments.js';
import { type Person, signIn } from './people.js';
import type { TestApp } from './start-app.js';

const VERIFIES = 10;
const WEBHOOKS = 15;
const TIMEOUT_MS = 600_000;

/**
 * What must hold when everything about a payment is told at the same moment, on one instance or several.
 *
 * @param instances the running ones, of which at least one
 */
export function describePaymentRaces(instances: () => [TestApp, ...TestApp[]], rounds: number): void {
  /** The same person at whichever instance. */
  const at = (index: number, person: Person): Person => {
    const app = instances()[index % instances().length] as TestApp;
    return { ...person, api: app.api.as({ token: person.token }).fromNewAddress() };
  };
  const appAt = (index: number): TestApp => instances()[index % instances().length] as TestApp;

  it(
    `${VERIFIES} verifications and ${WEBHOOKS} webhooks of one payment at the same moment give one plan, ${rounds} times`,
    async () => {
      const [app] = instances();
      const person = await signIn(app);
      const start = app.clock.nowMs();
      for (let round = 1; round <= rounds; round += 1) {
        const orderId = await insertOrder(app, person, round);
        const result = checkoutResult(app.settings, orderId);
        const bodies = [webhookBody('payment.captured', result), webhookBody('order.paid', result)];
        const answers = await simultaneously(VERIFIES + WEBHOOKS, (index) =>
          index < VERIFIES
            ? verify(at(index, person), result)
            : deliver(appAt(index), bodies[index % 2] as string, { eventId: `${result.paymentId}-${index % 4}` }),
        );
        expect(tally(answers.map(({ status }) => status))).toEqual({ 200: VERIFIES + WEBHOOKS });
        expect((await premiumOf(person)).expiry).toBe(new Date(start + round * 30 * DAY_MS).toISOString());
        const lines = await ledgerOf(app, orderId);
        expect(lines.map(({ days }) => days).filter((days) => days !== 0)).toEqual([30]);
      }
    },
    TIMEOUT_MS,
  );

  it('several orders of one person, all paid at the same moment, all count', async () => {
    const [app] = instances();
    const person = await signIn(app);
    const orders = [await order(person, 30), await order(person, 180), await order(person, 365)];
    const results = orders.map((orderId) => checkoutResult(app.settings, orderId));
    await simultaneously(12, (index) => verify(at(index, person), results[index % 3] as object));
    const until = new Date(app.clock.nowMs() + (30 + 180 + 365) * DAY_MS);
    expect((await premiumOf(person)).expiry).toBe(until.toISOString());
  });

  it('payments, failures and refunds at the same moment come to what they come to one by one', async () => {
    const [app] = instances();
    const person = await signIn(app);
    const orderId = await order(person);
    const told = { orderId, paymentId: newPaymentId() };
    const events = [
      webhookBody('payment.captured', told),
      webhookBody('payment.failed', { orderId, paymentId: newPaymentId() }),
      webhookBody('refund.processed', { ...told, refundId: `rfnd_a${told.paymentId}`, refunded: 1470 }),
      webhookBody('order.paid', told),
      webhookBody('refund.processed', { ...told, refundId: `rfnd_b${told.paymentId}`, refunded: 980 }),
    ];
    const answers = await simultaneously(20, (index) =>
      deliver(appAt(index), events[index % 5] as string, { eventId: `${told.paymentId}-${index % 10}` }),
    );
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 20 });
    expect((await premiumOf(person)).expiry).toBe(new Date(app.clock.nowMs() + 15 * DAY_MS).toISOString());
  });

  it('an order that is made at several places at the same moment is one order', async () => {
    const person = await signIn(instances()[0]);
    const orders = await simultaneously(8, (index) => order(at(index, person)));
    expect(new Set(orders).size).toBe(1);
  });

  it('an account that is erased while it is paid for loses nothing but its owner', async () => {
    const [app] = instances();
    const person = await signIn(app);
    const orderId = await order(person);
    const told = { orderId, paymentId: newPaymentId() };
    const [erased, ...answers] = await simultaneously(6, (index) =>
      index === 0
        ? person.api.delete('/users/me')
        : deliver(appAt(index), webhookBody('payment.captured', told), { eventId: `${told.paymentId}-${index}` }),
    );
    expect([erased?.status, ...answers.map(({ status }) => status)]).toEqual([200, 200, 200, 200, 200, 200]);
    const sql = 'SELECT status, userId FROM payments WHERE orderId = ?';
    expect(await app.dataSource.query(sql, [orderId])).toEqual([{ status: 'completed', userId: null }]);
  });
}

/** An order of ours, past the provider and the limit of orders in an hour. */
async function insertOrder({ dataSource, clock }: TestApp, { id: userId }: Person, round: number): Promise<string> {
  const orderId = `order_${userId}_${round}`;
  const now = clock.now();
  await dataSource.query(
    `INSERT INTO payments (id, userId, orderId, amount, currency, planDuration, status, createdAt, updatedAt)
      VALUES (?, ?, ?, 4900, 'INR', 30, 'pending', ?, ?)`,
    [orderId.slice(-36), userId, orderId, now, now],
  );
  return orderId;
}
