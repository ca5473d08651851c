import { type Answer, newAddress } from '../support/api-client.js';
import { expectRefusal, simultaneously, tally } from '../support/answers.js';
import type { Duration } from '../support/hand-clock.js';
import { newPhone, signIn } from '../support/people.js';
import { arrive, markEmailVerified, newEmail, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the limits of codes', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  const ask = (phone: string) => app.api.fromNewAddress().post('/auth/otp/request', { phone });

  /** Asks so many times, each time as soon as the shortest limit lets it. */
  async function askOften(phone: string, times: number, pause: Duration = { seconds: 30 }): Promise<void> {
    for (let count = 0; count < times; count++) {
      expect((await ask(phone)).status).toBe(200);
      app.clock.advance(pause);
    }
  }

  function expectWait({ status, headers, body }: Answer, seconds: number): void {
    expect([status, body.code, body.retryAfter, headers.get('retry-after')]).toEqual([
      429,
      'RATE_LIMITED',
      seconds,
      String(seconds),
    ]);
  }

  /** Expects that nothing is sent until a time is over, and something is from then on. */
  async function expectClosedFor(phone: string, seconds: number): Promise<void> {
    const sent = app.inbox.to(phone).length;
    expectWait(await ask(phone), seconds);
    app.clock.advance({ seconds: seconds - 1 });
    expectWait(await ask(phone), 1);
    app.clock.advance({ ms: 999 });
    expectWait(await ask(phone), 1);
    expect(app.inbox.to(phone)).toHaveLength(sent);
    app.clock.advance({ ms: 1 });
    expect((await ask(phone)).status).toBe(200);
    expect(app.inbox.to(phone)).toHaveLength(sent + 1);
  }

  describe('for a phone', () => {
    it('are 30 s between two requests, to the millisecond', async () => {
      const phone = newPhone();
      await askOften(phone, 1, {});
      await expectClosedFor(phone, 30);
    });

    it('are 5 requests in any hour', async () => {
      const phone = newPhone();
      await askOften(phone, 5);
      await expectClosedFor(phone, 3600 - 5 * 30);
    });

    it('are 10 requests in any day', async () => {
      const phone = newPhone();
      await askOften(phone, 10, { minutes: 12 });
      await expectClosedFor(phone, 86_400 - 10 * 12 * 60);
    });

    it('slide: the next request is let in when the oldest leaves the window', async () => {
      const phone = newPhone();
      await askOften(phone, 2, { seconds: 30 });
      app.clock.advance({ minutes: 9 });
      await askOften(phone, 3, { minutes: 10 });
      app.clock.advance({ minutes: 20 });
      await askOften(phone, 1, {});
      expectWait(await ask(phone), 30);
      app.clock.advance({ seconds: 30 });
      await askOften(phone, 1);
      expectWait(await ask(phone), 10 * 60 + 3600 - 3660);
    });

    it('do not count the requests that they refuse', async () => {
      const phone = newPhone();
      await askOften(phone, 1, {});
      for (let count = 0; count < 12; count++) expectWait(await ask(phone), 30);
      app.clock.advance({ seconds: 30 });
      await askOften(phone, 4);
    });

    it('hold whichever address asks, and whether or not there is an account', async () => {
      const { phone } = await signIn(app);
      expectWait(await ask(phone), 30);
      expectWait(await ask(phone), 30);
    });

    it('let exactly one of simultaneous requests through', async () => {
      const phone = newPhone();
      const answers = await simultaneously(20, () => ask(phone));
      expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 1, 429: 19 });
      expect(app.inbox.to(phone)).toHaveLength(1);
    });

    it('leave other phones alone', async () => {
      await askOften(newPhone(), 1, {});
      expect((await ask(newPhone())).status).toBe(200);
    });

    it('leave the code that was sent before as good as it was', async () => {
      const arrival = await arrive(app);
      expectWait(await ask(arrival.phone), 30);
      expect((await verify(arrival)).status).toBe(200);
    });
  });

  describe('for an e-mail address', () => {
    it('are those of a phone, in whatever letter case, with an account or without', async () => {
      const known = newEmail();
      await signIn(app, { email: known });
      await markEmailVerified(app, known);
      for (const email of [known, newEmail()]) {
        const askMail = (text: string) => app.api.fromNewAddress().post('/auth/otp/request', { email: text });
        expect((await askMail(email)).status).toBe(200);
        expectWait(await askMail(email.toUpperCase()), 30);
        app.clock.advance({ seconds: 30 });
        expect((await askMail(email)).status).toBe(200);
      }
    });
  });

  describe('for an address', () => {
    it('are 100 requests in 10 minutes, whoever is asked for, and refused ones count', async () => {
      const caller = app.api.fromNewAddress();
      const askAs = (body: object) => caller.post('/auth/otp/request', body);
      const [good, bad] = [newPhone(), 'no phone'];
      await simultaneously(99, (index) => askAs({ phone: index % 2 ? newPhone() : bad }));
      expect((await askAs({ phone: newPhone() })).status).toBe(200);
      expectWait(await askAs({ phone: good }), 600);
      expect(app.inbox.to(good)).toEqual([]);
      expect((await ask(good)).status).toBe(200);
      app.clock.advance({ minutes: 10, ms: -1 });
      expectWait(await askAs({ phone: good }), 1);
      app.clock.advance({ ms: 1 });
      expect((await askAs({ phone: good })).status).toBe(200);
    });

    it('are 300 codes tried a minute', async () => {
      const caller = app.api.fromNewAddress();
      const tryCode = () => caller.post('/auth/otp/verify', { phone: '+919812345678', otp: '000000', sessionId: 'x' });
      const answers = await simultaneously(300, tryCode);
      expect(tally(answers.map(({ body }) => body.code))).toEqual({ INVALID_OTP: 300 });
      expectWait(await tryCode(), 60);
      app.clock.advance({ minutes: 1 });
      expectRefusal(await tryCode(), [401, 'INVALID_OTP']);
    });

    it('do not join callers of different addresses', async () => {
      const [first, second] = [newAddress(), newAddress()].map((ip) => app.api.as({ ip }));
      await simultaneously(101, () => first!.post('/auth/otp/request', {}));
      expectRefusal(await first!.post('/auth/otp/request', {}), [429, 'RATE_LIMITED']);
      expectRefusal(await second!.post('/auth/otp/request', {}), [422, 'VALIDATION_FAILED']);
    });
  });
});
