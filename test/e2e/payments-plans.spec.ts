import { type TestApp, startApp } from '../support/start-app.js';

describe('the premium plans', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it.each(['/api/v1/payments/plans', '/payments/plans'])(
    'are told to anyone at %s, in days and paise',
    async (path) => {
      const { status, body } = await app.api.get(path);
      expect(status).toBe(200);
      expect(body).toEqual({
        success: true,
        plans: [
          { planDuration: 30, amount: 4900, currency: 'INR' },
          { planDuration: 180, amount: 24900, currency: 'INR' },
          { planDuration: 365, amount: 49900, currency: 'INR' },
        ],
      });
    },
  );
});
