import { expectRefusal, simultaneously, tally } from '../support/answers.js';
import { newPhone, signIn } from '../support/people.js';
import { arrive, countRows, newEmail, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const INVALID_OTP = [401, 'INVALID_OTP'] as const;
const EMAIL_TAKEN = [409, 'EMAIL_TAKEN'] as const;

describe('that an e-mail address is taken', () => {
  let app: TestApp;
  let taken: string;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    taken = newEmail();
    await signIn(app, { email: taken });
  });
  afterAll(() => app.stop());

  it('is told five times for a code, which is used up by the sixth', async () => {
    const arrival = await arrive(app);
    for (let count = 0; count < 5; count++) expectRefusal(await verify(arrival, { email: taken }), EMAIL_TAKEN);
    expectRefusal(await verify(arrival, { email: taken }), INVALID_OTP);
    expectRefusal(await verify(arrival), INVALID_OTP);
    expect(await countRows(app, 'users', 'phone', arrival.phone)).toBe(0);
  });

  it('is told five times, and the same code still signs in with another address', async () => {
    const arrival = await arrive(app);
    for (let count = 0; count < 5; count++) expectRefusal(await verify(arrival, { email: taken }), EMAIL_TAKEN);
    const email = newEmail();
    expect((await verify(arrival, { email })).body).toMatchObject({ isNewUser: true, user: { email } });
  });

  it('is told five times for a code when many ask at the same moment', async () => {
    const arrival = await arrive(app);
    const answers = [];
    for (let round = 0; round < 8; round++) {
      answers.push(...(await simultaneously(10, () => verify(arrival, { email: taken }))));
    }
    const counts = tally(answers.map(({ body }) => body.code));
    expect(counts).toEqual({ EMAIL_TAKEN: 5, INVALID_OTP: 75 });
  });

  it('is told twenty times an hour for a phone, over all of its codes and its profile', async () => {
    const phone = newPhone();
    const tellOf = async (times: number): Promise<void> => {
      const arrival = await arrive(app, phone);
      for (let count = 0; count < times; count++) expectRefusal(await verify(arrival, { email: taken }), EMAIL_TAKEN);
      app.clock.advance({ seconds: 30 });
    };
    for (let code = 0; code < 3; code++) await tellOf(5);
    const { api } = await signIn(app, { phone });
    for (let count = 0; count < 5; count++) expectRefusal(await api.patch('/users/me', { email: taken }), EMAIL_TAKEN);
    const refused = await api.patch('/users/me', { email: taken });
    expect([refused.status, refused.body.code, refused.body.retryAfter]).toEqual([429, 'RATE_LIMITED', 3600 - 90]);

    app.clock.advance({ seconds: 30 });
    const arrival = await arrive(app, phone);
    expectRefusal(await verify(arrival, { email: taken }), INVALID_OTP);
    expectRefusal(await verify(arrival), INVALID_OTP);
    app.clock.advance({ hours: 1 });
    await tellOf(5);
  });
});
