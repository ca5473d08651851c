import { KeyValueStore } from '@app/redis';
import { newAddress } from '../support/api-client.js';
import { expectRefusal } from '../support/answers.js';
import { newPhone } from '../support/people.js';
import { type Arrival, arrive, markEmailVerified, newEmail, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const RATE_LIMITED = [429, 'RATE_LIMITED'] as const;
const INVALID_OTP = [401, 'INVALID_OTP'] as const;

describe('a stranger who asks for codes of somebody’s account', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  const askFrom = (ip: string, body: object) => app.api.as({ ip }).post('/auth/otp/request', body);
  const askAsStranger = (phone: string) => askFrom(newAddress(), { phone });

  /** Uses up what strangers may ask for in an hour. */
  async function useUp(phone: string): Promise<void> {
    for (let count = 0; count < 5; count++) {
      expect((await askAsStranger(phone)).status).toBe(200);
      app.clock.advance({ seconds: 30 });
    }
    expectRefusal(await askAsStranger(phone), RATE_LIMITED);
  }

  /** Signs somebody in, whose address it was then. */
  async function signInFrom(
    ip: string,
    phone = newPhone(),
    more: object = {},
  ): Promise<{ phone: string; token: string }> {
    const api = app.api.as({ ip });
    const { body } = await api.post('/auth/otp/request', { phone });
    const code = { phone, otp: app.inbox.codeFor(phone), sessionId: body.sessionId, ...more };
    const answer = await api.post('/auth/otp/verify', code);
    expect(answer.status).toBe(200);
    return { phone, token: answer.body.token };
  }

  it('leaves the owner, at an address that signed in before, all requests of their own', async () => {
    const home = newAddress();
    const { phone } = await signInFrom(home);
    app.clock.advance({ hours: 1 });
    await useUp(phone);
    for (let count = 0; count < 5; count++) {
      await signInFrom(home, phone);
      expectRefusal(await askFrom(home, { phone }), RATE_LIMITED);
      app.clock.advance({ seconds: 30 });
    }
    expect((await askFrom(home, { phone })).body).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 3600 - 150 });
  });

  it('makes neither the owner wait for 30 s nor voids the code that the owner is about to type', async () => {
    const home = newAddress();
    const { phone } = await signInFrom(home);
    app.clock.advance({ hours: 1 });
    await askAsStranger(phone);
    const { body } = await askFrom(home, { phone });
    const own = { phone, otp: app.inbox.codeFor(phone), sessionId: body.sessionId };
    for (let count = 0; count < 4; count++) {
      app.clock.advance({ seconds: 30 });
      expect((await askAsStranger(phone)).status).toBe(200);
    }
    expect((await app.api.as({ ip: home }).post('/auth/otp/verify', own)).status).toBe(200);
  });

  it('is a stranger at every address before the first sign-in, where three codes are good and the oldest goes', async () => {
    const phone = newPhone();
    const arrivals: Arrival[] = [];
    for (let count = 0; count < 4; count++) {
      arrivals.push(await arrive(app, phone));
      app.clock.advance({ seconds: 30 });
    }
    const [oldest, ...others] = arrivals;
    expectRefusal(await verify(oldest!), INVALID_OTP);
    for (const arrival of others) {
      expect((await verify(arrival)).status).toBe(200);
      expectRefusal(await verify(arrival), INVALID_OTP);
    }
  });

  it('is told from the owner by the /64 of an address of IPv6', async () => {
    const { phone } = await signInFrom('2001:db8:1:2:aaaa::1');
    app.clock.advance({ hours: 1 });
    await useUp(phone);
    expectRefusal(await askFrom('2001:db8:1:3:aaaa::1', { phone }), RATE_LIMITED);
    expect((await askFrom('2001:db8:1:2:bbbb::2', { phone })).status).toBe(200);
  });

  it('is told from the owner for the e-mail address too, and after a sign-in by password', async () => {
    const [home, office, email] = [newAddress(), newAddress(), newEmail()];
    const { phone, token } = await signInFrom(home, newPhone(), { email });
    await markEmailVerified(app, email);
    const password = 'correct horse battery';
    expect((await app.api.as({ token }).put('/users/me/password', { newPassword: password })).status).toBe(200);
    expect((await app.api.as({ ip: office }).post('/auth/password/login', { phone, password })).status).toBe(200);
    for (let count = 0; count < 5; count++) {
      expect((await askFrom(newAddress(), { email })).status).toBe(200);
      app.clock.advance({ seconds: 30 });
    }
    expectRefusal(await askFrom(newAddress(), { email }), RATE_LIMITED);
    expect((await askFrom(home, { email })).status).toBe(200);
    app.clock.advance({ seconds: 30 });
    expect((await askFrom(office, { email })).status).toBe(200);
  });

  it('is told from the owner for ninety days, and by the last ten addresses', async () => {
    const addresses = Array.from({ length: 11 }, newAddress);
    const { phone } = await signInFrom(addresses[0]!);
    for (const ip of addresses.slice(1)) {
      app.clock.advance({ days: 1 });
      await signInFrom(ip, phone);
    }
    app.clock.advance({ days: 1 });
    await useUp(phone);
    expectRefusal(await askFrom(addresses[0]!, { phone }), RATE_LIMITED);
    expect((await askFrom(addresses[1]!, { phone })).status).toBe(200);
    if (process.env.TEST_REDIS_URL) return; // Redis forgets by its own clock.
    app.clock.advance({ days: 90 });
    await useUp(phone);
    expectRefusal(await askFrom(addresses[10]!, { phone }), RATE_LIMITED);
  });

  it('gets none of the addresses out of the store, and who loses the store signs in all the same', async () => {
    const home = newAddress();
    const store = app.app.get(KeyValueStore, { strict: false });
    const add = jest.spyOn(store, 'setIfAbsent');
    const replaceIf = store.replaceIf.bind(store);
    const replace = jest.spyOn(store, 'replaceIf');
    const { phone } = await signInFrom(home);
    const kept = add.mock.calls.find(([key]) => key.startsWith('otp:networks:'))!;
    expect(kept.join(' ')).not.toContain(home);
    expect(kept.join(' ')).not.toContain(phone.slice(3));
    app.clock.advance({ seconds: 30 });
    replace.mockImplementation((key, ...rest) =>
      key.startsWith('otp:networks:') ? Promise.reject(new Error('The store is gone.')) : replaceIf(key, ...rest),
    );
    await signInFrom(home, phone);
    jest.restoreAllMocks();
  });
});
