import { newAddress } from '../support/api-client.js';
import { expectRefusal, simultaneously } from '../support/answers.js';
import { describeAuthRaces } from '../support/auth-races.js';
import { type Person, newPhone, signIn } from '../support/people.js';
import { arrive, verify, wrongCodes } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const UNAUTHORIZED = [401, 'UNAUTHORIZED'] as const;
const INVALID_OTP = [401, 'INVALID_OTP'] as const;
const INVALID_REFRESH_TOKEN = [401, 'INVALID_REFRESH_TOKEN'] as const;

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

  describeAuthRaces(() => [one, other]);

  /** The same person at the other instance. */
  const atOther = ({ token }: Person) => other.api.as({ token });
  const refreshAtOther = ({ refreshToken }: Person) => other.api.post('/auth/refresh', { refreshToken });

  /** Signs somebody in at one instance, and has the other see that they are. */
  async function signInAtBoth(phone?: string): Promise<Person> {
    const person = await signIn(one, { ...(phone && { phone }) });
    expect((await atOther(person).get('/users/me')).body.user.id).toBe(person.id);
    return person;
  }

  async function expectSignedOutAtOther(person: Person): Promise<void> {
    expectRefusal(await atOther(person).get('/users/me'), UNAUTHORIZED);
    expectRefusal(await refreshAtOther(person), INVALID_REFRESH_TOKEN);
  }

  describe('what happens at one holds at once at the other:', () => {
    it('a sign-out', async () => {
      const person = await signInAtBoth();
      await person.api.post('/auth/logout');
      await expectSignedOutAtOther(person);
    });

    it('a sign-out from everywhere', async () => {
      const person = await signInAtBoth();
      one.clock.advance({ seconds: 30 });
      const second = await signInAtBoth(person.phone);
      await person.api.post('/auth/logout', { everywhere: true });
      await expectSignedOutAtOther(person);
      await expectSignedOutAtOther(second);
    });

    it('the end of another session', async () => {
      const person = await signInAtBoth();
      one.clock.advance({ seconds: 30 });
      const second = await signInAtBoth(person.phone);
      const { body } = await second.api.get('/auth/sessions');
      const { id } = body.sessions.find(({ current }: { current: boolean }) => current);
      expect((await person.api.delete(`/auth/sessions/${id}`)).status).toBe(200);
      await expectSignedOutAtOther(second);
    });

    it('the erasure of an account', async () => {
      const person = await signInAtBoth();
      await person.api.delete('/users/me');
      await expectSignedOutAtOther(person);
    });

    it('a new password, which ends the other sessions', async () => {
      const person = await signInAtBoth();
      one.clock.advance({ seconds: 30 });
      const second = await signInAtBoth(person.phone);
      await person.api.put('/users/me/password', { newPassword: 'correct horse battery' });
      await expectSignedOutAtOther(second);
      expect((await atOther(person).get('/users/me')).status).toBe(200);
      const login = { phone: person.phone, password: 'correct horse battery' };
      expect((await other.api.post('/auth/password/login', login)).status).toBe(200);
    });

    it('the reuse of an old refresh token, which ends the session', async () => {
      const person = await signInAtBoth();
      const { body: first } = await refreshAtOther(person);
      const { body } = await one.api.post('/auth/refresh', { refreshToken: first.refreshToken });
      one.clock.advance({ seconds: 11 });
      const reused = await one.api.post('/auth/refresh', { refreshToken: person.refreshToken });
      expectRefusal(reused, INVALID_REFRESH_TOKEN);
      await expectSignedOutAtOther({ ...person, token: body.token, refreshToken: body.refreshToken });
    });
  });

  describe('a code', () => {
    it('that one sent signs in at the other, and then at none', async () => {
      const arrival = await arrive(one);
      expect((await verify({ ...arrival, api: other.api })).status).toBe(200);
      for (const { api } of [one, other]) expectRefusal(await verify({ ...arrival, api }), INVALID_OTP);
    });

    it('has five tries at both together', async () => {
      const arrival = await arrive(one);
      for (const [index, otp] of wrongCodes(arrival.otp, 5).entries()) {
        await verify({ ...arrival, api: (index % 2 ? one : other).api }, { otp });
      }
      for (const { api } of [one, other]) expectRefusal(await verify({ ...arrival, api }), INVALID_OTP);
    });

    it('stays good beside one that the other sent', async () => {
      const arrival = await arrive(one);
      one.clock.advance({ seconds: 30 });
      const newer = await arrive(other, arrival.phone);
      for (const { code } of [arrival, newer]) {
        expect((await verify({ ...arrival, code, api: one.api })).status).toBe(200);
        expectRefusal(await verify({ ...arrival, code, api: other.api }), INVALID_OTP);
      }
    });

    it('is limited for a phone at both together', async () => {
      const phone = newPhone();
      const ask = ({ api }: TestApp) => api.fromNewAddress().post('/auth/otp/request', { phone });
      for (const instance of [one, other, one, other, one]) {
        expect((await ask(instance)).status).toBe(200);
        one.clock.advance({ seconds: 30 });
      }
      expect((await ask(other)).body).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 3600 - 5 * 30 });
    });

    it('is limited for an address at both together', async () => {
      const ip = newAddress();
      const ask = ({ api }: TestApp) => api.as({ ip }).post('/auth/otp/request', {});
      await simultaneously(100, (index) => ask(index % 2 ? one : other));
      for (const instance of [one, other]) expectRefusal(await ask(instance), [429, 'RATE_LIMITED']);
    });
  });
});
