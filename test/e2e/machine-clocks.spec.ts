import { Clock, SystemClock } from '@app/clock';
import { PaymentReconciler } from '@app/payments';
import { order } from '../support/payments.js';
import { newPhone, signIn } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const HOUR_MS = 3_600_000;

/** A machine whose clock can be set while the program runs. */
class Machine {
  readonly clock: SystemClock;

  constructor(private aheadMs = 0) {
    this.clock = new SystemClock(() => Date.now() + this.aheadMs);
  }

  setBack(ms: number): void {
    this.aheadMs -= ms;
  }
}

const askForCode = (app: TestApp, phone: string) => app.api.fromNewAddress().post('/auth/otp/request', { phone });

describe.each([
  ['an hour ahead', HOUR_MS],
  ['an hour behind', -HOUR_MS],
])('an instance on a machine whose clock is %s', (_which, aheadMs) => {
  let right: TestApp;
  let wrong: TestApp;

  beforeAll(async () => {
    right = await startApp({ ownClock: new SystemClock() });
    wrong = await startApp({ besides: right, ownClock: new Machine(aheadMs).clock });
  });
  afterAll(async () => {
    await wrong.stop();
    await right.stop();
  });

  it('has the time of the database, and says so', () => {
    const clocks = [right, wrong].map(({ app }) => app.get(Clock, { strict: false }).nowMs());
    expect(Math.abs(clocks[0]! - clocks[1]!)).toBeLessThan(2_000);
    expect(wrong.logs.join('')).toMatch(/disagree by -?(3599|3600|3601) s/);
  });

  it('lets an order be looked at again when it is due, and not an hour later', async () => {
    const person = await signIn(right);
    const orderId = await order(person);
    const due = new Date(Date.now() - 5_000);
    await right.dataSource.query('UPDATE payments SET nextCheckAt = ? WHERE orderId = ?', [due, orderId]);
    await wrong.app.get(PaymentReconciler, { strict: false }).run();
    const sql = 'SELECT nextCheckAt, checks FROM payments WHERE orderId = ?';
    const [row] = await right.dataSource.query<{ nextCheckAt: string | Date; checks: number }[]>(sql, [orderId]);
    expect(row!.checks).toBe(1);
    const next = row!.nextCheckAt;
    const nextMs = typeof next === 'string' ? Date.parse(`${next.replace(' ', 'T')}Z`) : next.getTime();
    expect(Math.abs(nextMs - Date.now() - 300_000)).toBeLessThan(60_000);
  });

  (process.env.TEST_REDIS_URL ? it : it.skip)('refuses nobody for longer than the others do', async () => {
    for (const [first, second] of [
      [right, wrong],
      [wrong, right],
    ] as const) {
      const phone = newPhone();
      expect((await askForCode(first, phone)).status).toBe(200);
      const { status, body } = await askForCode(second, phone);
      expect([status, body.code]).toEqual([429, 'RATE_LIMITED']);
      expect(body.retryAfter).toBeLessThanOrEqual(30);
      expect(body.retryAfter).toBeGreaterThan(0);
    }
  });
});

describe('an instance whose machine’s clock is set back by an hour', () => {
  it('refuses a second code for the rest of the 30 s only', async () => {
    const machine = new Machine();
    const app = await startApp({ ownClock: machine.clock });
    try {
      const phone = newPhone();
      expect((await askForCode(app, phone)).status).toBe(200);
      machine.setBack(HOUR_MS);
      const { status, body } = await askForCode(app, phone);
      expect([status, body.code]).toEqual([429, 'RATE_LIMITED']);
      expect(body.retryAfter).toBeLessThanOrEqual(30);
    } finally {
      await app.stop();
    }
  });
});
