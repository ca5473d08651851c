import type { Answer } from '../support/api-client.js';
import { expectRefusal, simultaneously, tally } from '../support/answers.js';
import { type Person, newPhone, signIn } from '../support/people.js';
import { newEmail } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const PASSWORD = 'correct horse battery';
const WRONG = 'wrong horse battery';

describe('the limits of passwords', () => {
  let app: TestApp;
  let person: Person;

  beforeAll(async () => {
    app = await startApp();
    person = await signIn(app);
    await set({ newPassword: PASSWORD });
  });
  beforeEach(() => app.clock.advance({ minutes: 15 }));
  afterAll(() => app.stop());

  const set = (body: object) => person.api.put('/users/me/password', body);
  const login = (phone: string, password: string) =>
    app.api.fromNewAddress().post('/auth/password/login', { phone, password });

  const withPassword = async () => {
    const who = await signIn(app);
    expect((await who.api.put('/users/me/password', { newPassword: PASSWORD })).status).toBe(200);
    return who;
  };

  function expectWait({ status, headers, body }: Answer, seconds: number): void {
    const told = [status, body.code, body.retryAfter, headers.get('retry-after')];
    expect(told).toEqual([429, 'RATE_LIMITED', seconds, String(seconds)]);
  }

  it('are 10 tries in 15 minutes for an account, whichever address they come from', async () => {
    const answers = await simultaneously(12, () => login(person.phone, WRONG));
    expect(tally(answers.map(({ body }) => body.code))).toEqual({ INVALID_CREDENTIALS: 10, RATE_LIMITED: 2 });
    expectWait(await login(person.phone, PASSWORD), 900);
    expectWait(await login(`0${person.phone.slice(3)}`, PASSWORD), 900);
    app.clock.advance({ minutes: 15, ms: -1 });
    expectWait(await login(person.phone, PASSWORD), 1);
    app.clock.advance({ ms: 1 });
    expect((await login(person.phone, PASSWORD)).status).toBe(200);
  });

  it('are one count for an account, by phone and by e-mail address', async () => {
    const email = newEmail();
    const { phone, api } = await signIn(app, { email });
    await api.put('/users/me/password', { newPassword: PASSWORD });
    await simultaneously(5, () => login(phone, WRONG));
    const byEmail = (password: string) => app.api.fromNewAddress().post('/auth/password/login', { email, password });
    const answers = await simultaneously(6, () => byEmail(WRONG));
    expect(tally(answers.map(({ body }) => body.code))).toEqual({ INVALID_CREDENTIALS: 5, RATE_LIMITED: 1 });
    expectWait(await login(phone, PASSWORD), 900);
  });

  it.each([
    ['an account', async () => (await withPassword()).phone],
    ['a number without one', () => newPhone()],
  ])('are 30 tries a day for %s', async (_what, findPhone) => {
    const phone = await findPhone();
    for (let round = 0; round < 3; round++) {
      const answers = await simultaneously(10, () => login(phone, WRONG));
      expect(tally(answers.map(({ body }) => body.code))).toEqual({ INVALID_CREDENTIALS: 10 });
      app.clock.advance({ minutes: 15 });
    }
    expectWait(await login(phone, WRONG), 86_400 - 3 * 900);
  });

  it('let in the owner, from where they signed in before, while a stranger tries', async () => {
    const { phone } = await withPassword();
    const home = app.api.fromNewAddress();
    const fromHome = (password: string) => home.post('/auth/password/login', { phone, password });
    expect((await fromHome(PASSWORD)).status).toBe(200);
    await simultaneously(10, () => login(phone, WRONG));
    expectWait(await login(phone, PASSWORD), 900);
    expect((await fromHome(PASSWORD)).status).toBe(200);
    const answers = await simultaneously(11, () => fromHome(WRONG));
    expect(tally(answers.map(({ body }) => body.code))).toEqual({ INVALID_CREDENTIALS: 10, RATE_LIMITED: 1 });
  });

  it('count the password of a session with the sign-ins from the same network', async () => {
    const { phone, api } = await withPassword();
    const stranger = api.fromNewAddress();
    const prove = (caller: typeof api, password: string) => caller.post('/auth/reauthenticate', { password });
    await simultaneously(5, () => login(phone, WRONG));
    const answers = await simultaneously(6, () => prove(stranger, WRONG));
    expect(tally(answers.map(({ body }) => body.code))).toEqual({ INVALID_CREDENTIALS: 5, RATE_LIMITED: 1 });
    expectWait(await login(phone, PASSWORD), 900);
    expect((await prove(api, PASSWORD)).status).toBe(200);
  });

  it('do not count right passwords', async () => {
    const { phone } = await withPassword();
    const home = app.api.fromNewAddress();
    for (let count = 0; count < 32; count++) {
      expect((await home.post('/auth/password/login', { phone, password: PASSWORD })).status).toBe(200);
    }
  });

  it('are the same for an account that does not exist', async () => {
    const phone = newPhone();
    await simultaneously(10, () => login(phone, WRONG));
    expectWait(await login(phone, WRONG), 900);
  });

  it('leave codes, and other accounts, alone', async () => {
    await simultaneously(10, () => login(person.phone, WRONG));
    expectWait(await login(person.phone, PASSWORD), 900);
    expect((await signIn(app, { phone: person.phone })).id).toBe(person.id);
    expectRefusal(await login(newPhone(), WRONG), [401, 'INVALID_CREDENTIALS']);
  });

  it('do not let a stranger keep the owner from changing the password', async () => {
    await simultaneously(10, () => login(person.phone, WRONG));
    expect((await set({ newPassword: PASSWORD, currentPassword: PASSWORD })).status).toBe(200);
  });

  it('are 10 tries of the current password, so that a stolen session cannot guess it', async () => {
    const change = (currentPassword: string) => set({ newPassword: 'another horse', currentPassword });
    const answers = await simultaneously(11, () => change(WRONG));
    expect(tally(answers.map(({ body }) => body.code))).toEqual({ INVALID_CREDENTIALS: 10, RATE_LIMITED: 1 });
    expectWait(await change(PASSWORD), 900);
    app.clock.advance({ minutes: 15 });
    expect((await set({ newPassword: PASSWORD, currentPassword: PASSWORD })).status).toBe(200);
  });

  it('are 60 sign-ins a minute for an address', async () => {
    const caller = app.api.fromNewAddress();
    const attempt = () => caller.post('/auth/password/login', {});
    await simultaneously(60, attempt);
    expectWait(await attempt(), 60);
    app.clock.advance({ minutes: 1 });
    expectRefusal(await attempt(), [422, 'VALIDATION_FAILED']);
  });
});
