import { PasswordHashes } from '../../libs/auth/src/password-hashes.js';
import { expectInvalid, expectRefusal, visibleParts } from '../support/answers.js';
import { type Person, newPhone, signIn } from '../support/people.js';
import { countRows, newEmail } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const INVALID_CREDENTIALS = [401, 'INVALID_CREDENTIALS'] as const;
const UNAUTHORIZED = [401, 'UNAUTHORIZED'] as const;
const PASSWORD = 'correct horse battery';
const LONG = 'a long horse of a battery, '.repeat(5).slice(0, 128);

describe('a password', () => {
  let app: TestApp;
  /** Has the password. Tests that change something sign somebody else in. */
  let person: Person & { email: string };

  beforeAll(async () => {
    app = await startApp();
    const email = newEmail();
    person = { ...(await signIn(app, { email })), email };
    expect((await set(person, { newPassword: PASSWORD })).status).toBe(200);
  });
  // The tries of an account are limited.
  beforeEach(() => app.clock.advance({ minutes: 15 }));
  afterAll(() => app.stop());

  const set = (who: Person, body: object) => who.api.put('/users/me/password', body);
  const login = (body: object) => app.api.fromNewAddress().post('/auth/password/login', body);
  const withPassword = async (newPassword = PASSWORD) => {
    const who = await signIn(app);
    expect((await set(who, { newPassword })).status).toBe(200);
    return who;
  };

  describe('signs in', () => {
    it.each<[string, () => object]>([
      ['with the phone', () => ({ phone: person.phone })],
      ['with the phone in another spelling', () => ({ phone: `0${person.phone.slice(3)}` })],
      ['with the e-mail address', () => ({ email: person.email })],
      ['with the e-mail address in other letter case', () => ({ email: ` ${person.email.toUpperCase()}` })],
    ])('%s, like a code does', async (_what, account) => {
      const { status, body } = await login({ ...account(), password: PASSWORD });
      expect(status).toBe(200);
      expect(body).toEqual({
        success: true,
        user: (await person.api.get('/users/me')).body.user ?? expect.objectContaining({ id: person.id }),
        token: expect.any(String),
        refreshToken: expect.stringMatching(/^[\w-]{43}$/),
        expiresIn: 86_400,
        isNewUser: false,
      });
      expect((await app.api.as({ token: body.token }).get('/users/me')).body.user.id).toBe(person.id);
      expect((await app.api.post('/auth/refresh', { refreshToken: body.refreshToken })).status).toBe(200);
    });

    it('with every character of it, blanks at its ends and letter case included', async () => {
      const password = '  Ünter 🚗 wegs  ';
      const { phone } = await withPassword(password);
      for (const other of [password.trim(), password.toLowerCase(), password.replace('Ü', 'U')]) {
        expectRefusal(await login({ phone, password: other }), INVALID_CREDENTIALS);
      }
      expect((await login({ phone, password })).status).toBe(200);
    });

    it('however a keyboard composes its characters', async () => {
      const password = 'Ünterwegs im Café';
      const { phone } = await withPassword(password.normalize('NFD'));
      expect((await login({ phone, password: password.normalize('NFC') })).status).toBe(200);
    });
  });

  describe('is refused with one and the same answer:', () => {
    it.each<[string, () => object | Promise<object>]>([
      ['a wrong one', () => ({ phone: person.phone, password: 'wrong horse battery' })],
      ['a wrong one for the e-mail address', () => ({ email: person.email, password: 'wrong horse battery' })],
      ['one letter', () => ({ phone: person.phone, password: 'x' })],
      ['an unknown phone', () => ({ phone: newPhone(), password: PASSWORD })],
      ['an unknown e-mail address', () => ({ email: newEmail(), password: PASSWORD })],
      ['an account without a password', async () => ({ phone: (await signIn(app)).phone, password: PASSWORD })],
    ])('%s', async (_what, body) => {
      const expected = await login({ phone: newPhone(), password: 'nobody has this' });
      const answer = await login(await body());
      expectRefusal(answer, INVALID_CREDENTIALS);
      expect(visibleParts(answer)).toEqual(visibleParts(expected));
    });
  });

  it.each([
    ['of 8 characters', 'xkq9vmzt'],
    ['of 128 characters', LONG],
    ['of 128 characters outside the basic plane', '🚗🚕🚙🚌🚎🏎🚓🚑'.repeat(16)],
    ['of 10 Devanagari letters', 'मेरीकारलाल'],
  ])('%s can be set and used', async (_what, password) => {
    const { phone } = await withPassword(password);
    expect((await login({ phone, password })).status).toBe(200);
    for (const other of [`${password}x`, [...password].slice(0, -1).join('')]) {
      expectRefusal(await login({ phone, password: other }), INVALID_CREDENTIALS);
    }
  });

  it.each([
    ['of 7 characters', 'xkq9vmz'],
    ['of 7 characters in 21 bytes', 'मेरीकार'],
    ['of 129 characters', `${LONG}x`],
    ['with a NUL', '12345678\u0000'],
    ['with half a surrogate pair', '12345678\ud83d'],
    ['that is a number', 12_345_678],
    ['that is null', null],
    ['that is missing', undefined],
    ['that is a list', ['12345678']],
  ])('%s cannot be set', async (_what, newPassword) => {
    const who = await signIn(app);
    expectInvalid(await set(who, { newPassword }), 'newPassword');
    expect(await countRows(app, 'passwords', 'userId', who.id)).toBe(0);
  });

  describe('is replaced', () => {
    it('with the one before it, which then no longer signs in', async () => {
      const who = await withPassword();
      const { status, body } = await set(who, { newPassword: 'another horse', currentPassword: PASSWORD });
      expect([status, body]).toEqual([200, { success: true, message: expect.any(String) }]);
      expectRefusal(await login({ phone: who.phone, password: PASSWORD }), INVALID_CREDENTIALS);
      expect((await login({ phone: who.phone, password: 'another horse' })).status).toBe(200);
    });

    const REAUTHENTICATION_REQUIRED = [403, 'REAUTHENTICATION_REQUIRED'] as const;
    it.each([
      ['without the one before it, nor a fresh code', {}, REAUTHENTICATION_REQUIRED],
      ['with null for it', { currentPassword: null }, REAUTHENTICATION_REQUIRED],
      ['with a wrong one', { currentPassword: 'wrong horse battery' }, INVALID_CREDENTIALS],
    ])('not %s, and no session ends', async (_what, body, refusal) => {
      const other = await login({ phone: person.phone, password: PASSWORD });
      expectRefusal(await set(person, { newPassword: 'another horse', ...body }), refusal);
      expect((await login({ phone: person.phone, password: PASSWORD })).status).toBe(200);
      expect((await app.api.as({ token: other.body.token }).get('/users/me')).status).toBe(200);
    });
  });

  it('set anew ends every other session at once, and keeps the one that set it', async () => {
    const who = await signIn(app);
    app.clock.advance({ seconds: 30 });
    const other = await signIn(app, { phone: who.phone });
    expect((await set(who, { newPassword: PASSWORD })).status).toBe(200);
    expectRefusal(await other.api.get('/users/me'), UNAUTHORIZED);
    const refreshed = await other.api.post('/auth/refresh', { refreshToken: other.refreshToken });
    expectRefusal(refreshed, [401, 'INVALID_REFRESH_TOKEN']);
    expect((await who.api.get('/users/me')).status).toBe(200);
    expect((await who.api.post('/auth/refresh', { refreshToken: who.refreshToken })).status).toBe(200);
  });

  it.each<[string, (who: Person) => Promise<unknown>]>([
    ['replaced', (who) => set(who, { newPassword: LONG, currentPassword: PASSWORD })],
    ['removed', (who) => who.api.delete('/users/me/password')],
  ])('that is %s while it is compared does not sign in', async (_what, change) => {
    const who = await withPassword();
    const hashes = app.app.get(PasswordHashes, { strict: false });
    const compare = hashes.isPasswordOf.bind(hashes);
    const spy = jest.spyOn(hashes, 'isPasswordOf').mockImplementationOnce(async (...given) => {
      const isRight = await compare(...given);
      await change(who);
      return isRight;
    });
    expectRefusal(await login({ phone: who.phone, password: PASSWORD }), INVALID_CREDENTIALS);
    spy.mockRestore();
    expect((await who.api.get('/auth/sessions')).body.sessions).toHaveLength(1);
  });

  it('set by simultaneous calls is the one of one of them', async () => {
    const who = await signIn(app);
    const passwords = Array.from({ length: 8 }, (_, index) => `${PASSWORD} ${index}`);
    const answers = await Promise.all(passwords.map((newPassword) => set(who, { newPassword })));
    for (const { status } of answers) expect([200, 401]).toContain(status);
    const logins = await Promise.all(passwords.map((password) => login({ phone: who.phone, password })));
    expect(logins.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('goes with its account', async () => {
    const who = await withPassword();
    await who.api.delete('/users/me');
    expectRefusal(await login({ phone: who.phone, password: PASSWORD }), INVALID_CREDENTIALS);
    expect(await countRows(app, 'passwords', 'userId', who.id)).toBe(0);
  });

  describe('whose account is erased at the same moment', () => {
    /** Erases the account between the check of the password and what follows it. */
    const eraseMeanwhile = (who: Person) =>
      jest.spyOn(app.dataSource, 'transaction').mockImplementationOnce(async (...args: unknown[]) => {
        await who.api.delete('/users/me');
        return app.dataSource.transaction(args[0] as Parameters<typeof app.dataSource.transaction>[1] & string);
      });
    afterEach(() => void jest.restoreAllMocks());

    it('is not set', async () => {
      const who = await signIn(app);
      eraseMeanwhile(who);
      expectRefusal(await set(who, { newPassword: PASSWORD }), UNAUTHORIZED);
      expect(await countRows(app, 'passwords', 'userId', who.id)).toBe(0);
    });

    it('does not sign in', async () => {
      const who = await withPassword();
      eraseMeanwhile(who);
      expectRefusal(await login({ phone: who.phone, password: PASSWORD }), INVALID_CREDENTIALS);
      expect(await countRows(app, 'sessions', 'userId', who.id)).toBe(0);
    });
  });

  it('needs a phone or an e-mail address to sign in with, and to be given', async () => {
    expectInvalid(await login({ password: PASSWORD }), 'phone');
    for (const password of [undefined, null, '', 7, [PASSWORD], { $ne: '' }]) {
      expectInvalid(await login({ phone: person.phone, password }), 'password');
    }
  });
});
