import { expectRefusal, visibleParts } from '../support/answers.js';
import * as forged from '../support/forged-tokens.js';
import { type Person, signIn, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const UNAUTHORIZED = [401, 'UNAUTHORIZED'] as const;
const DAY_SECONDS = 86_400;
const JWT_SECRET_OF_TESTS = 'the key of every test, which is long enough for anyone';

describe('an access token', () => {
  let app: TestApp;
  let person: Person;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    person = await signIn(app);
  });
  afterAll(() => app.stop());

  const callWith = (token: string) => person.api.as({ token }).get('/users/me');
  /** Sends the header exactly as it is. */
  const callWithHeader = (authorization: string) => app.api.as({ headers: { authorization } }).get('/users/me');
  const claims = () => forged.readClaims(person.token);
  const tokenWith = (changes: forged.Claims) => forged.signAsServer(app, { ...claims(), ...changes });
  const without = (claim: string) => Object.fromEntries(Object.entries(claims()).filter(([name]) => name !== claim));

  it('names its user and session, is for our app, and lasts 24 h', () => {
    const nowSeconds = Math.floor(app.clock.nowMs() / 1000);
    expect(claims()).toEqual({
      sub: person.id,
      sid: expect.any(String),
      iat: nowSeconds,
      exp: nowSeconds + DAY_SECONDS,
      iss: expect.any(String),
      aud: expect.any(String),
    });
    expect(JSON.parse(Buffer.from(person.token.split('.')[0]!, 'base64url').toString())).toEqual({
      alg: 'HS256',
      typ: 'JWT',
    });
  });

  it('names the session that the list of sessions shows as the current one', async () => {
    const { body } = await person.api.get('/auth/sessions');
    expect(body.sessions).toMatchObject([{ id: claims().sid, current: true }]);
  });

  it('is good up to its last millisecond, and not after it', async () => {
    app.clock.advance({ ms: Number(claims().exp) * 1000 - app.clock.nowMs() - 1 });
    expect((await person.api.get('/users/me')).status).toBe(200);
    app.clock.advance({ ms: 1 });
    expectRefusal(await person.api.get('/users/me'), UNAUTHORIZED);
  });

  it('that the server signs with all the right claims is accepted, so that the forgeries below fail for their fault', async () => {
    expect((await callWith(forged.signAsServer(app, claims()))).status).toBe(200);
  });

  describe('is refused', () => {
    it.each<[string, () => string | Promise<string>]>([
      ['without a signature, by alg none', () => forged.unsigned(claims(), 'none')],
      ['without a signature, by alg None', () => forged.unsigned(claims(), 'None')],
      ['without a signature, by our algorithm', () => forged.unsigned(claims(), 'HS256')],
      ['with its signature cut off', () => person.token.slice(0, person.token.lastIndexOf('.'))],
      ['signed by RS256', () => forged.signedWithRsa(claims())],
      ['signed by HS512 with our key', () => forged.signAsServer(app, claims(), 'HS512')],
      ['signed with another key', () => forged.signedWith('another key, which is long enough for anyone', claims())],
      ['signed with the bare setting', () => forged.signedWith(JWT_SECRET_OF_TESTS, claims())],
      ['signed with an empty key', () => forged.signedWith('', claims())],
      ['for another audience', () => tokenWith({ aud: 'another-app' })],
      ['for no audience', () => forged.signAsServer(app, without('aud'))],
      ['of another issuer', () => tokenWith({ iss: 'somebody' })],
      ['of no issuer', () => forged.signAsServer(app, without('iss'))],
      ['without an expiry', () => forged.signAsServer(app, without('exp'))],
      ['with an expiry that is no number', () => tokenWith({ exp: '99999999999' })],
      ['with an expiry in the past', () => tokenWith({ exp: Number(claims().iat) - 1 })],
      ['without a user', () => forged.signAsServer(app, without('sub'))],
      ['of a user who is unknown', () => tokenWith({ sub: 'nobody' })],
      ['without a session', () => forged.signAsServer(app, without('sid'))],
      ['of a session that is unknown', () => tokenWith({ sid: 'none' })],
      ['of a session that is no text', () => tokenWith({ sid: { $ne: '' } })],
      [
        'of the session of somebody else',
        async () => tokenWith({ sid: forged.readClaims((await signIn(app)).token).sid }),
      ],
      ['for another user in our session', async () => tokenWith({ sub: (await signIn(app)).id })],
      ['with a claim changed', () => forged.tamperedWith(person.token, { exp: 99_999_999_999 })],
      ['that is a refresh token', () => person.refreshToken],
      ['that is no token at all', () => 'nonsense'],
      ['that has three parts of nonsense', () => 'a.b.c'],
      ['with one letter more', () => `${person.token}A`],
    ])('%s', async (_what, forge) => {
      expectRefusal(await callWith(await forge()), UNAUTHORIZED);
    });

    it('after its user was erased', async () => {
      expect((await person.api.delete('/users/me')).status).toBe(200);
      expectRefusal(await person.api.get('/users/me'), UNAUTHORIZED);
      expectRefusal(await person.api.delete('/users/me'), UNAUTHORIZED);
    });

    it('with one and the same answer, whatever is wrong', async () => {
      const expected = visibleParts(await app.api.get('/users/me'));
      for (const token of ['x', forged.unsigned(claims(), 'none'), forged.signAsServer(app, without('exp'))]) {
        expect(visibleParts(await callWith(token))).toEqual(expected);
      }
    });

    it('on every route that needs one', async () => {
      const routes = [
        ['POST', '/auth/logout'],
        ['GET', '/auth/sessions'],
        ['DELETE', '/auth/sessions/x'],
        ['PUT', '/users/me/password'],
      ] as const;
      for (const [method, path] of routes) {
        expectRefusal(await app.api.send(method, path), UNAUTHORIZED);
        expectRefusal(await app.api.as({ token: 'x' }).send(method, path), UNAUTHORIZED);
      }
    });
  });

  describe('is read from a header', () => {
    it.each(['Bearer', 'bearer', 'BEARER'])('that calls it %s', async (scheme) => {
      expect((await callWithHeader(`${scheme} ${person.token}`)).status).toBe(200);
    });

    it.each<[string, (token: string) => string]>([
      ['without a scheme', (token) => token],
      ['with a scheme alone', () => 'Bearer'],
      ['with a scheme and a blank', () => 'Bearer '],
      ['with another scheme', (token) => `Token ${token}`],
      ['with another scheme, Basic', (token) => `Basic ${Buffer.from(`user:${token}`).toString('base64')}`],
      ['with the scheme stuck to the token', (token) => `Bearer${token}`],
      ['with a colon', (token) => `Bearer: ${token}`],
      ['with quotation marks', (token) => `Bearer "${token}"`],
      ['with something after the token', (token) => `Bearer ${token} more`],
      ['with two tokens', (token) => `Bearer ${token}, Bearer ${token}`],
      ['with something before the scheme', (token) => `x Bearer ${token}`],
      ['of undefined', () => 'Bearer undefined'],
      ['of null', () => 'Bearer null'],
      ['that is empty', () => ''],
    ])('and refused %s', async (_what, headerOf) => {
      expectRefusal(await callWithHeader(headerOf(person.token)), UNAUTHORIZED);
    });

    it('and from nowhere else', async () => {
      expectRefusal(await app.api.get(`/users/me?access_token=${person.token}&token=${person.token}`), UNAUTHORIZED);
      expectRefusal(await app.api.as({ headers: { cookie: `token=${person.token}` } }).get('/users/me'), UNAUTHORIZED);
    });
  });

  describe('on a route where it is optional', () => {
    it('is refused when it is bad, and the route does nothing', async () => {
      const owner = await signInOwner(app);
      const expired = tokenWith({ exp: 1 });
      for (const token of ['x', expired, forged.unsigned(claims(), 'none'), owner.refreshToken]) {
        const api = app.api.as({ token });
        expectRefusal(await api.get(`/cars/qr/${owner.car.qrCode}`), UNAUTHORIZED);
        const form = { carId: owner.car.id, scannerPhone: '+919812345678', scannerEmail: 'a@example.com' };
        expectRefusal(await api.post('/scans', form), UNAUTHORIZED);
      }
      expectRefusal(
        await app.api.as({ headers: { authorization: '' } }).get(`/cars/qr/${owner.car.qrCode}`),
        UNAUTHORIZED,
      );
      expect((await owner.api.get('/scans')).body.scans).toEqual([]);
    });

    it('may be left out', async () => {
      const owner = await signInOwner(app);
      expect((await app.api.get(`/cars/qr/${owner.car.qrCode}`)).status).toBe(200);
    });
  });

  it('never shows in the log', async () => {
    await person.api.get('/users/me');
    await callWith(`${person.token}x`);
    expect(app.logs.join('')).not.toContain(person.token.split('.')[1]);
  });
});
