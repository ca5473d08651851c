import { RateLimiter } from '@app/redis';
import { PaymentsService } from '@app/payments';
import { expectFailure } from '../support/failures.js';
import { signIn } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const UNFORESEEN = [
  ['an error', new Error("SELECT * FROM users WHERE phone = '+919876543210' failed at db.internal:3306")],
  ['an error that says which status it would like', Object.assign(new Error('no'), { statusCode: 403, status: 401 })],
  ['an error with the status of a success', Object.assign(new Error('fine'), { statusCode: 200 })],
  ['a text', 'boom +919876543210'],
  ['undefined', undefined],
  ['null', null],
  ['an object', { message: 'boom', stack: 'secret' }],
] as const;

describe('an error', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterEach(() => jest.restoreAllMocks());

  afterAll(() => app.stop());

  describe('that nobody foresaw', () => {
    it.each(UNFORESEEN)('is a SERVER_ERROR without any detail: %s', async (_, thrown) => {
      jest.spyOn(app.app.get(PaymentsService), 'listPlans').mockImplementation(() => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- libraries throw what they like.
        throw thrown;
      });
      expectFailure(await app.api.get('/api/v1/payments/plans'), 500, 'SERVER_ERROR');
    });

    it('is in the log with its stack and its request, and without personal data', async () => {
      jest.spyOn(app.app.get(PaymentsService), 'listPlans').mockImplementation(() => {
        throw new Error('no plan for asha@example.com, +91 98765-43210, code 123456', {
          cause: new Error('call 9876543210'),
        });
      });
      const { body } = await app.api.get('/payments/plans');
      const line = app.logs.find((text) => text.includes(body.requestId) && text.includes('"level":"error"'));
      expect(JSON.parse(line ?? '{}')).toMatchObject({
        requestId: body.requestId,
        err: {
          message: 'no plan for [email], [phone], code [code]',
          stack: expect.stringContaining('errors.spec'),
          cause: { message: 'call [phone]' },
        },
      });
      expect(line).not.toMatch(/asha@|98765/);
    });

    it('is followed by answers as usual', async () => {
      jest.spyOn(app.app.get(PaymentsService), 'listPlans').mockImplementationOnce(() => {
        throw new Error('once');
      });
      expectFailure(await app.api.get('/payments/plans'), 500, 'SERVER_ERROR');
      expect((await app.api.get('/payments/plans')).status).toBe(200);
    });
  });

  describe('of a service out of reach is SERVICE_UNAVAILABLE with Retry-After', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:3306'), { code: 'ECONNREFUSED' });

    it('when it is the store', async () => {
      jest.spyOn(app.app.get(RateLimiter), 'take').mockRejectedValue(new Error('Connection is closed.'));
      const phone = '9876543210';
      expectFailure(await app.api.post('/auth/otp/request', { phone }), 503, 'SERVICE_UNAVAILABLE');
      expectFailure(await app.api.get('/cars/qr/2222222222'), 503, 'SERVICE_UNAVAILABLE');
    });

    it('when it is the database', async () => {
      const { api } = await signIn(app);
      jest.spyOn(app.dataSource, 'createQueryRunner').mockImplementation(() => {
        throw refused;
      });
      jest.spyOn(app.dataSource, 'query').mockRejectedValue(refused);
      expectFailure(await api.get('/health/ready'), 503, 'SERVICE_UNAVAILABLE');
      expectFailure(await api.get('/auth/sessions'), 503, 'SERVICE_UNAVAILABLE');
      jest.restoreAllMocks();
      expect((await api.get('/auth/sessions')).status).toBe(200);
    });
  });

  describe('of the caller has its own code:', () => {
    it('no token', async () => {
      expectFailure(await app.api.get('/users/me'), 401, 'UNAUTHORIZED');
    });

    it('a bad field', async () => {
      const { api } = await signIn(app);
      const answer = await api.post('/cars', { carNumber: '!', carModel: '' });
      expectFailure(answer, 422, 'VALIDATION_FAILED');
      expect(answer.body.details).toEqual([
        { field: 'carNumber', message: 'carNumber must be 2 to 15 letters and digits' },
        { field: 'carModel', message: 'carModel must be 1 to 100 characters' },
      ]);
    });

    it('a bad phone', async () => {
      expectFailure(await app.api.fromNewAddress().post('/auth/otp/request', { phone: '12' }), 422, 'INVALID_PHONE');
    });

    it('a bad phone and another bad field', async () => {
      const answer = await app.api.post('/scans', { carId: '', scannerPhone: 7, scannerEmail: 'x' });
      expectFailure(answer, 422, 'VALIDATION_FAILED');
      expect(answer.body.details).toHaveLength(3);
    });

    it('too many requests, with the seconds to wait', async () => {
      const caller = app.api.fromNewAddress();
      for (let count = 0; count < 120; count += 1) await caller.get('/cars/qr/2222222222');
      const answer = await caller.get('/cars/qr/2222222222');
      expectFailure(answer, 429, 'RATE_LIMITED');
      expect(answer.body.retryAfter).toBeGreaterThan(0);
      expect(answer.body.retryAfter).toBeLessThanOrEqual(60);
    });
  });
});
