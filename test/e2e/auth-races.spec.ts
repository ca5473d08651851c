import { describeAuthRaces } from '../support/auth-races.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('on one instance', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  describeAuthRaces(() => [app]);
});
