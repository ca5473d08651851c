import { type Answer } from '../support/api-client.js';
import { expectInvalid, expectRefusal } from '../support/answers.js';
import { type Person, makeAdmin, newPhone, signIn } from '../support/people.js';
import { countRows, giveEmail, newEmail, wrongCodes } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const PASSWORD = 'marble lantern voyage';
const OTHER = 'copper meadow whistle';
const INVALID_OTP = [401, 'INVALID_OTP'] as const;
const INVALID_CREDENTIALS = [401, 'INVALID_CREDENTIALS'] as const;

function expectReauthentication(answer: Answer, ...proofs: string[]): void {
  expectRefusal(answer, [403, 'REAUTHENTICATION_REQUIRED']);
  expect(answer.body.details.map(({ field }: { field: string }) => field)).toEqual(proofs);
}

describe('a fresh code', () => {
  let app: TestApp;
  let person: Person;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    app.clock.advance({ minutes: 20 });
    person = await signIn(app);
  });
  afterAll(() => app.stop());

  const reauthenticate = (body: object, who = person) => who.api.post('/auth/reauthenticate', body);
  const askFor = async (recipient: { phone: string } | { email: string }) => {
    app.clock.advance({ seconds: 31 });
    const { body } = await app.api.fromNewAddress().post('/auth/otp/request', recipient);
    const otp =
      'phone' in recipient ? app.inbox.codeFor(recipient.phone) : await app.inbox.codeMailedTo(recipient.email);
    return { otp, sessionId: body.sessionId as string };
  };
  const setPassword = (body: object, who = person) => who.api.put('/users/me/password', body);
  const grow = () => app.clock.advance({ minutes: 10, ms: 1 });

  const acts: [string, () => Promise<Answer>][] = [
    ['a first password', () => setPassword({ newPassword: PASSWORD })],
    ['a first e-mail address', () => person.api.patch('/users/me', { email: newEmail() })],
    ['the removal of a password', () => person.api.delete('/users/me/password')],
    ['the export', () => person.api.get('/users/me/export')],
    ['erasure', () => person.api.delete('/users/me')],
  ];

  it.each(acts)('is needed for %s: ten minutes are fresh, a moment more is not', async (_act, act) => {
    grow();
    expectReauthentication(await act(), 'otp');
    expect((await person.api.get('/users/me')).status).toBe(200);
    expect((await reauthenticate(await askFor({ phone: person.phone }))).body).toEqual({
      success: true,
      message: expect.any(String),
    });
    app.clock.advance({ minutes: 10 });
    expect((await act()).status).toBe(200);
  });

  it('is needed for another address, and for nothing else of a profile', async () => {
    const email = await giveEmail(app, person);
    grow();
    expect((await person.api.patch('/users/me', { email: email.toUpperCase(), name: 'Asha' })).status).toBe(200);
    expectReauthentication(await person.api.patch('/users/me', { email: newEmail() }), 'otp');
    expect((await person.api.get('/users/me')).body.user).toMatchObject({ email, emailVerified: true });
  });

  it('belongs to the session in which it was given', async () => {
    app.clock.advance({ seconds: 31 });
    const other = await signIn(app, { phone: person.phone });
    grow();
    expect((await reauthenticate(await askFor({ phone: person.phone }), other)).status).toBe(200);
    expectReauthentication(await person.api.delete('/users/me'), 'otp');
    const { body } = await person.api.post('/auth/refresh', { refreshToken: other.refreshToken });
    expect((await app.api.as({ token: body.token }).get('/users/me/export')).status).toBe(200);
  });

  describe('is given', () => {
    it('by a code mailed to the confirmed address', async () => {
      const email = await giveEmail(app, person);
      grow();
      expect((await reauthenticate(await askFor({ email }))).status).toBe(200);
      expect((await person.api.get('/users/me/export')).status).toBe(200);
    });

    it('only with a code of the account’s own, once, and not by guessing', async () => {
      const stranger = newPhone();
      grow();
      expectRefusal(await reauthenticate(await askFor({ phone: stranger })), INVALID_OTP);
      const code = await askFor({ phone: person.phone });
      expectRefusal(await reauthenticate({ ...code, sessionId: 'another' }), INVALID_OTP);
      for (const otp of wrongCodes(code.otp, 4)) expectRefusal(await reauthenticate({ ...code, otp }), INVALID_OTP);
      expectReauthentication(await person.api.get('/users/me/export'), 'otp');
      expect((await reauthenticate(code)).status).toBe(200);
      expectRefusal(await reauthenticate(code), INVALID_OTP);
    });

    it('five wrong ones use a code up', async () => {
      const code = await askFor({ phone: person.phone });
      for (const otp of wrongCodes(code.otp, 5)) expectRefusal(await reauthenticate({ ...code, otp }), INVALID_OTP);
      expectRefusal(await reauthenticate(code), INVALID_OTP);
    });

    it('not by a password, which is stored as what it is', async () => {
      await setPassword({ newPassword: PASSWORD });
      grow();
      expectRefusal(await reauthenticate({ password: OTHER }), INVALID_CREDENTIALS);
      expect((await reauthenticate({ password: PASSWORD })).status).toBe(200);
      expectReauthentication(await person.api.get('/users/me/export'), 'otp');
      const login = await app.api.fromNewAddress().post('/auth/password/login', {
        phone: person.phone,
        password: PASSWORD,
      });
      expectReauthentication(await app.api.as({ token: login.body.token }).get('/users/me/export'), 'otp');
    });

    it('not by nothing', async () => {
      expectInvalid(await reauthenticate({}), 'otp');
      expectInvalid(await reauthenticate({ otp: '123456' }), 'sessionId');
      expectRefusal(await app.api.post('/auth/reauthenticate', { password: PASSWORD }), [401, 'UNAUTHORIZED']);
    });

    it('as often as a password may be tried, and no more', async () => {
      await setPassword({ newPassword: PASSWORD });
      let answer = await reauthenticate({ password: OTHER });
      for (let tries = 1; tries < 30 && answer.status === 401; tries++)
        answer = await reauthenticate({ password: OTHER });
      expectRefusal(answer, [429, 'RATE_LIMITED']);
    });
  });

  describe('and a password:', () => {
    const login = (password: string) =>
      app.api.fromNewAddress().post('/auth/password/login', { phone: person.phone, password });

    it('the current one replaces it without a code; without both it stays', async () => {
      await setPassword({ newPassword: PASSWORD });
      grow();
      expectReauthentication(await setPassword({ newPassword: OTHER }), 'otp');
      expectRefusal(await setPassword({ newPassword: OTHER, currentPassword: 'wrong horse' }), INVALID_CREDENTIALS);
      expect((await setPassword({ newPassword: OTHER, currentPassword: PASSWORD })).status).toBe(200);
      expect((await login(OTHER)).status).toBe(200);
    });

    it('a code replaces it without the current one', async () => {
      await setPassword({ newPassword: PASSWORD });
      grow();
      await reauthenticate(await askFor({ phone: person.phone }));
      expect((await setPassword({ newPassword: OTHER })).status).toBe(200);
      expectRefusal(await login(PASSWORD), INVALID_CREDENTIALS);
      expect((await login(OTHER)).status).toBe(200);
    });

    it('a code removes it, and other sessions end', async () => {
      await setPassword({ newPassword: PASSWORD });
      const other = (await login(PASSWORD)).body.token as string;
      expect((await person.api.delete('/users/me/password')).status).toBe(200);
      expect(await countRows(app, 'passwords', 'userId', person.id)).toBe(0);
      expectRefusal(await app.api.as({ token: other }).get('/users/me'), [401, 'UNAUTHORIZED']);
      expectRefusal(await login(PASSWORD), INVALID_CREDENTIALS);
      expect((await person.api.delete('/users/me/password')).status).toBe(200);
    });

    it('an admin’s is a second factor, which a code alone neither replaces nor removes', async () => {
      await setPassword({ newPassword: PASSWORD });
      await makeAdmin(app, person);
      grow();
      await reauthenticate(await askFor({ phone: person.phone }));
      expectReauthentication(await setPassword({ newPassword: OTHER }), 'password');
      expectReauthentication(await person.api.delete('/users/me/password'), 'password');
      await reauthenticate({ password: PASSWORD });
      expect((await person.api.delete('/users/me/password')).status).toBe(200);
    });
  });
});
