import { describePaymentRaces } from '../support/payment-races.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { isServerTested } from '../support/test-database.js';

describe('on two instances that share their database and store', () => {
  let one: TestApp;
  let other: TestApp;

  beforeAll(async () => {
    // One person verifies more often here than anybody may.
    one = await startApp({ env: { RATE_LIMIT_FACTOR: '0' } });
    other = await startApp({ env: { RATE_LIMIT_FACTOR: '0' }, besides: one });
  });
  afterAll(async () => {
    await other.stop();
    await one.stop();
  });

  describePaymentRaces(() => [one, other], isServerTested ? 100 : 5);
});
