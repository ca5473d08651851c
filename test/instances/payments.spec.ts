import { describePaymentRaces } from '../support/payment-races.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { isServerTested } from '../support/test-database.js';

describe('on two instances that share their database and store', () => {
  let one: TestApp;
  let other: TestApp;

  beforeAll(async () => {
    one = await startApp();
    other = await startApp({ besides: one });
  });
  afterAll(async () => {
    await other.stop();
    await one.stop();
  });

  describePaymentRaces(() => [one, other], isServerTested ? 100 : 5);
});
