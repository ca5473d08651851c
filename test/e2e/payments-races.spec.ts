import { describePaymentRaces } from '../support/payment-races.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { isServerTested } from '../support/test-database.js';

describe('on one instance', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  describePaymentRaces(() => [app], isServerTested ? 20 : 5);
});
