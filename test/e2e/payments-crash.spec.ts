import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '@app/database';
import { PaymentReconciler } from '@app/payments';
import { ApiClient } from '../support/api-client.js';
import { DAY_MS, deliver, order, verify, webhookBody } from '../support/payments.js';
import type { Person } from '../support/people.js';
import { type Program, startApi } from '../support/program.js';
import { type RazorpayServer, RAZORPAY_KEYS, startRazorpayServer } from '../support/razorpay-server.js';
import { startApp } from '../support/start-app.js';
import { type TestDatabase, createTestDatabase, isServerTested, readDatabaseUrl } from '../support/test-database.js';

const KILLS = 20;
/** A plan for every kill, since the same plan again would be the same order as long as it is not paid. */
const PLANS = Array.from({ length: KILLS }, (_, index) => index + 1);
const ALL_DAYS = PLANS.reduce((sum, days) => sum + days, 0);

type Server = Program & { url: string };

/** What survives a server's death is a matter of the database, so this is about the one that production has. */
(isServerTested ? describe : describe.skip)('a server that is killed while money becomes premium', () => {
  let database: TestDatabase;
  let razorpay: RazorpayServer;
  let cwd: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase();
    await migrate({ database: readDatabaseUrl(database.url) });
    razorpay = await startRazorpayServer();
    cwd = await mkdtemp(join(tmpdir(), 'carqr-crash-'));
    const secret = randomBytes(32).toString('hex');
    env = {
      PREMIUM_PLANS: PLANS.map((days) => `${days}:4900`).join(),
      DATABASE_URL: database.url,
      JWT_SECRET: secret,
      RATE_LIMIT_FACTOR: '0',
      LOG_LEVEL: 'silent',
      ...razorpay.env,
    };
  });
  afterAll(async () => {
    await razorpay.stop();
    await database.drop();
    await rm(cwd, { recursive: true, force: true });
  });

  it(`has given it exactly once in the end, ${KILLS} times over`, async () => {
    const startedMs = Date.now();
    const orders: string[] = [];
    // The next server starts while this one is still alive, as it would behind a balancer.
    let next = startApi({ cwd, env });
    let person: Person | undefined;
    for (const days of PLANS) {
      const server = await next;
      if (days < KILLS) next = startApi({ cwd, env });
      // Should the test fail before it comes to the next server, that is what is to be told.
      next.catch(() => undefined);
      person = person ? at(server, person) : await signInOver(server);
      orders.push(await payAndKill(server, person, days));
    }
    await reconcile();
    const { premium, granted } = await readOutcome(orders, person?.id ?? '');
    expect(granted).toEqual(orders.map((orderId, index) => [orderId, 'completed', [PLANS[index]]]));
    const firstPaidMs = premium - ALL_DAYS * DAY_MS;
    expect(firstPaidMs).toBeGreaterThanOrEqual(startedMs);
    expect(firstPaidMs).toBeLessThanOrEqual(Date.now());
  }, 600_000);

  /** Lets the provider take the money, tells the server of it in every way at once, and kills it at a random moment. */
  async function payAndKill(server: Server, person: Person, days: number): Promise<string> {
    const orderMs = performance.now();
    const orderId = await order(person, days);
    // About as long as it takes to tell of a payment: a server may die before, between and after.
    const longestLifeMs = 2 * (performance.now() - orderMs);
    const result = await razorpay.simulator.pay(orderId, 'captured');
    const receiver = { settings: { razorpay: RAZORPAY_KEYS }, api: new ApiClient(server.url) };
    const telling = Promise.allSettled([
      verify(person, result),
      deliver(receiver, webhookBody('payment.captured', result)),
      verify(person, result),
      deliver(receiver, webhookBody('order.paid', result)),
    ]);
    await delay(Math.random() * longestLifeMs);
    server.process.kill('SIGKILL');
    await Promise.all([server.ended, telling]);
    return orderId;
  }

  /** A server that lives on asks the provider about everything that is unsettled. */
  async function reconcile(): Promise<void> {
    const app = await startApp({ env });
    const isLeft = async (): Promise<boolean> =>
      app.dataSource.getRepository('payments').existsBy({ status: 'pending' });
    app.clock.advance({ minutes: 2 });
    while (await isLeft()) {
      await app.app.get(PaymentReconciler, { strict: false }).run();
      app.clock.advance({ hours: 1 });
    }
    await app.stop();
  }

  async function readOutcome(orders: string[], userId: string): Promise<{ premium: number; granted: unknown[] }> {
    const app = await startApp({ env });
    const { dataSource } = app;
    const granted = await Promise.all(
      orders.map(async (orderId) => {
        const { status } = await dataSource.getRepository('payments').findOneByOrFail({ orderId });
        const lines = await dataSource.getRepository('payment_events').findBy({ orderId });
        return [orderId, status, lines.map(({ days }) => Number(days)).filter((days) => days !== 0)];
      }),
    );
    const user = await dataSource.getRepository('users').findOneByOrFail({ id: userId });
    await app.stop();
    return { premium: (user.premiumExpiryDate as Date).getTime(), granted };
  }
});

/** The same person at another server. */
function at({ url }: Server, person: Person): Person {
  return { ...person, api: new ApiClient(url, { token: person.token }) };
}

/** Signs in at a server of another process, whose outbox has the code. */
async function signInOver({ url }: Server): Promise<Person> {
  const api = new ApiClient(url);
  const phone = '+919876512345';
  const { sessionId } = (await api.post('/auth/otp/request', { phone })).body;
  const { messages } = (await api.get(`/dev/outbox?to=${encodeURIComponent(phone)}`)).body;
  const otp = /\b\d{6}\b/.exec(messages[0].text)?.[0];
  const { user, token, refreshToken } = (await api.post('/auth/otp/verify', { phone, otp, sessionId })).body;
  return { id: user.id, phone, token, refreshToken, api: api.as({ token }) };
}
