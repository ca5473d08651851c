import { PaymentGateway } from '@app/payments';
import { simultaneously } from '../support/answers.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the payment simulators of two instances', () => {
  let first: TestApp;
  let second: TestApp;

  beforeAll(async () => {
    first = await startApp();
    second = await startApp({ besides: first });
  });
  afterAll(async () => {
    await second.stop();
    await first.stop();
  });

  const gatewayOf = ({ app }: TestApp): PaymentGateway => app.get(PaymentGateway, { strict: false });
  const createOrder = async (): Promise<string> =>
    (await gatewayOf(first).createOrder({ amount: 4900, currency: 'INR', receipt: 'receipt-1', notes: {} })).id;

  it('are one account: what one opens, the other one pays, and both see it', async () => {
    const orderId = await createOrder();
    const { paymentId } = (await second.api.post('/dev/razorpay/pay', { orderId })).body;
    await first.api.post('/dev/razorpay/refund', { paymentId, amount: 900 });
    for (const app of [first, second]) {
      expect(await gatewayOf(app).findOrder(orderId)).toMatchObject({ id: orderId, status: 'paid' });
      expect(await gatewayOf(app).listPaymentsOf(orderId)).toMatchObject([{ id: paymentId, amountRefunded: 900 }]);
    }
  });

  it('take an order’s money once, whichever of them is asked at the same moment', async () => {
    const orderId = await createOrder();
    const answers = await simultaneously(10, (index) =>
      (index % 2 ? first : second).api.fromNewAddress().post('/dev/razorpay/pay', { orderId }),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.paymentId}`)).size).toBe(1);
    expect(await gatewayOf(second).listPaymentsOf(orderId)).toHaveLength(1);
  });

  it('are two servers: one may fail while the other one answers', async () => {
    const orderId = await createOrder();
    await first.api.post('/dev/razorpay/faults', { kind: 'refuse', count: 1 });
    expect(await gatewayOf(second).findOrder(orderId)).toMatchObject({ id: orderId });
    await expect(gatewayOf(first).findOrder(orderId)).rejects.toMatchObject({
      definition: { code: 'PAYMENT_PROVIDER_ERROR' },
    });
  });
});
