import { type TestApp, startApp } from '../support/start-app.js';

describe('the prefix /api/v1', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  it.each(['metrics', '%6detrics', '%64ocs', '%68ealth/ready', 'health/live'])(
    'does not lead to what has no prefix, spelt %s',
    async (path) => {
      expect(await app.api.get(`/api/v1/${path}`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    },
  );
});
