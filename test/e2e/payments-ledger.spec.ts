import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PaymentReconciler, PremiumSupport } from '@app/payments';
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
    const support = app.app.get(PremiumSupport);
    await support.grant(buyer.id, 10, { operator: 'Meena', reason: 'outage' });
    await support.revoke(buyer.id, { operator: 'Meena', reason: 'mistake' });
    await buyer.api.delete('/users/me');
    app.clock.advance({ days: 8 });
    await app.app.get(PaymentReconciler).run();
    const after = await ledgerOf(app, told.orderId);
    for (const line of before) expect(after).toContainEqual(line);
    expect(after).toHaveLength(before.length + 1);
    const written = statements.list().filter(({ sql }) => /payment_events/i.test(sql) && !/^\s*SELECT/i.test(sql));
    const ours = written.filter(({ sql }) => !/^\s*(CREATE|ALTER|DROP|PRAGMA)/i.test(sql));
    expect(ours.length).toBeGreaterThan(0);
    expect(ours.filter(({ sql }) => !/^\s*INSERT INTO [`"]?payment_events/i.test(sql))).toEqual([]);
  });

  it('is changed by no line of the programs but those that add to it', () => {
    const changes =
      /\b(update|upsert|save|delete|remove|softDelete|softRemove|clear|restore|recover)\(\s*PaymentEvent\b/i;
    const repositories = /Repository\(PaymentEvent\)\s*\.(?!find|count)/;
    const statements = /\b(UPDATE|REPLACE INTO|DELETE FROM|TRUNCATE( TABLE)?)\s+[`"]?payment_events\b/i;
    const sources = ['libs', 'apps'].flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => join(root, file)),
    );
    const programs = sources.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
    expect(programs).toContain(join('libs', 'payments', 'src', 'payment-ledger.ts'));
    const guilty = programs.filter((file) => {
      const text = readFileSync(file, 'utf8');
      return [changes, repositories, statements].some((pattern) => pattern.test(text));
    });
    expect(guilty).toEqual([]);
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
    expect(await run('explain', person.id)).toEqual({ ...granted, stderr: '' });
    const refused = { code: 1, stdout: '', stderr: expect.stringContaining('Usage:') };
    expect(await run('grant', person.phone)).toEqual(refused);
  });
});
