import { startProgram } from '../support/program.js';
import {
  checkoutResult,
  deliver,
  ledgerOf,
  newPaymentId,
  order,
  premiumOf,
  signInBuyer,
  verify,
  webhookBody,
} from '../support/payments.js';
import { signIn } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { recordStatements } from '../support/statements.js';

jest.setTimeout(120_000);

describe('the ledger of payments', () => {
  // SQLite prepares a statement once, so that recording begins before the application.
  const statements = recordStatements();
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(async () => {
    statements.stop();
    await app.stop();
  });

  it('is only ever added to, whatever is told, and when accounts are erased', async () => {
    const buyer = await signInBuyer(app);
    const told = { orderId: buyer.orderId, paymentId: newPaymentId() };
    await deliver(app, webhookBody('payment.failed', { ...told, paymentId: newPaymentId() }));
    await deliver(app, webhookBody('payment.captured', { ...told, amount: 1 }));
    await verify(buyer, checkoutResult(app.settings, told.orderId, told.paymentId));
    await deliver(app, webhookBody('payment.captured', told));
    const before = await ledgerOf(app, told.orderId);
    await deliver(app, webhookBody('refund.processed', told));
    await order(buyer, 180);
    await buyer.api.delete('/users/me');
    const after = await ledgerOf(app, told.orderId);
    for (const line of before) expect(after).toContainEqual(line);
    expect(after).toHaveLength(before.length + 1);
    const written = statements.list().filter(({ sql }) => /payment_events/i.test(sql) && !/^\s*SELECT/i.test(sql));
    const ours = written.filter(({ sql }) => !/^\s*(CREATE|ALTER|DROP|PRAGMA)/i.test(sql));
    expect(ours.length).toBeGreaterThan(0);
    expect(ours.filter(({ sql }) => !/^\s*INSERT INTO [`"]?payment_events/i.test(sql))).toEqual([]);
  });

  it('is written by `npm run premium` as well, which ends with what became of the premium', async () => {
    const person = await signIn(app);
    const run = (...words: string[]) => {
      const env = { ...app.shared.env, NODE_ENV: 'test', JWT_SECRET: 'a secret for tests that is long enough' };
      return startProgram({ cwd: process.cwd(), env, main: 'apps/api/src/premium.ts', words }).ended;
    };
    const granted = await run('grant', person.phone, '10', '--operator', 'Meena', '--reason', 'outage');
    expect(granted).toMatchObject({ code: 0, stdout: expect.stringContaining('10 days') });
    expect((await premiumOf(person)).isPremium).toBe(true);
    expect(await run('grant', person.phone)).toMatchObject({ code: 1 });
  });
});
