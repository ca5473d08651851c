import { expectFailure } from '../support/failures.js';
import { sendRaw } from '../support/raw-http.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the prefix /api/v1', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  it.each([
    'metrics',
    'metrics/',
    'metrics?x',
    'metrics#x',
    '%6detrics',
    '%64ocs',
    'docs',
    '%68ealth/ready',
    'health/live',
    'S/2222222222',
    's/2222222222',
    'mail/unsubscribe?token=x',
    'dev/outbox',
    'dev/outbox.html',
    'dev/outbox?to=9876543210',
    'dev/outbox#x',
    'DEV/outbox',
    '%64ev/outbox',
    '/dev/outbox',
    './dev/outbox',
    'dev/razorpay/checkout.html?order_id=x',
    '',
    '?x',
    '#x',
  ])('does not lead to what has no prefix, spelt %j', async (path) => {
    const request = `GET /api/v1/${path} HTTP/1.1\r\nHost: carqr.test\r\n\r\n`;
    expectFailure(await sendRaw(app.api.url, request), 404, 'NOT_FOUND');
  });

  it.each(['pay', 'capture', 'refund', 'faults'])('does not lead to the simulator: %s', async (act) => {
    expectFailure(await app.api.post(`/api/v1/dev/razorpay/${act}`), 404, 'NOT_FOUND');
    expect((await app.api.post(`/dev/razorpay/${act}`)).body.code).not.toBe('NOT_FOUND');
  });

  it.each(['', '?x', '#x'])('alone, as in /api/v1%s, leads nowhere', async (rest) => {
    const request = `GET /api/v1${rest} HTTP/1.1\r\nHost: carqr.test\r\n\r\n`;
    expectFailure(await sendRaw(app.api.url, request), 404, 'NOT_FOUND');
  });
});
