import { newId } from '@app/database';
import { PaymentReconciler } from '@app/payments';
import { type StubServer, razorpayEnv, startStub } from '../support/razorpay-server.js';
import { type TestApp, startApp } from '../support/start-app.js';

const ORDERS = 5;
const CALLS_A_SECOND = 3;

describe('the reconcilers of two instances', () => {
  let one: TestApp;
  let other: TestApp;
  let provider: StubServer;
  /** What the provider was asked, in the order of the questions. */
  let asked: string[];

  beforeAll(async () => {
    provider = await startStub((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('content-type', 'application/json').end('{"entity":"collection","count":0,"items":[]}');
    });
    one = await startApp({ env: razorpayEnv(provider.url) });
    other = await startApp({ env: razorpayEnv(provider.url), besides: one });
  });
  beforeEach(() => {
    asked = [];
  });
  afterAll(async () => {
    await other.stop();
    await one.stop();
    await provider.stop();
  });

  /** Orders that are to be asked about now. */
  async function insertDueOrders(): Promise<void> {
    const now = one.clock.now();
    for (let index = 0; index < ORDERS; index += 1) {
      await one.dataSource.query(
        `INSERT INTO payments (id, orderId, amount, currency, planDuration, status, checks, nextCheckAt, createdAt, updatedAt)
          VALUES (?, ?, 4900, 'INR', 30, 'pending', 0, ?, ?, ?)`,
        [newId(), `order_${index}`, now, now, now],
      );
    }
  }

  it('ask the provider three times a second together, and about each order once', async () => {
    await insertDueOrders();
    const runs = (): Promise<void>[] => [one, other, one, other].map(({ app }) => app.get(PaymentReconciler).run());
    for (let before = 0; before < ORDERS; before = asked.length) {
      // The clock stands still: all that is asked now is asked within one moment.
      await Promise.all(runs());
      expect(asked.length - before).toBeGreaterThanOrEqual(1);
      expect(asked.length - before).toBeLessThanOrEqual(CALLS_A_SECOND);
      one.clock.advance({ seconds: 1 });
    }
    expect(asked.sort()).toEqual(Array.from({ length: ORDERS }, (_, index) => `/v1/orders/order_${index}/payments`));
  });
});
