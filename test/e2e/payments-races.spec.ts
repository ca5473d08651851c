import { describePaymentRaces } from '../support/payment-races.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { isServerTested } from '../support/test-database.js';

describe('on one instance', () => {
  let app: TestApp;

  beforeAll(async () => {
    // One person verifies more often here than anybody may.
    app = await startApp({ env: { RATE_LIMIT_FACTOR: '0' } });
  });
  afterAll(() => app.stop());

  describePaymentRaces(() => [app], isServerTested ? 20 : 5);
});
