import { QueryFailedError } from 'typeorm';
import { SessionsService } from '@app/auth';
import { expectRefusal, visibleParts } from '../support/answers.js';
import { makePremium, newPhone, signIn, signInOwner } from '../support/people.js';
import { arrive, countRows, markEmailVerified, newEmail, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const INVALID_OTP = [401, 'INVALID_OTP'] as const;
const EMAIL_TAKEN = [409, 'EMAIL_TAKEN'] as const;

describe('the account behind a code', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());
  afterEach(() => void jest.restoreAllMocks());

  /** Arrives again, as soon as the limit lets them. */
  const arriveAgain = (phone: string) => (app.clock.advance({ minutes: 10 }), arrive(app, phone));

  it('is made by the first sign-in and found by the next', async () => {
    const first = await verify(await arrive(app));
    const { phone } = first.body.user;
    const second = await verify(await arriveAgain(phone));
    expect([first.body.isNewUser, second.body.isNewUser]).toEqual([true, false]);
    expect(second.body.user).toEqual(first.body.user);
    expect(await countRows(app, 'users', 'phone', phone)).toBe(1);
  });

  it('cannot be given what only the server sets', async () => {
    const arrival = await arrive(app);
    const { body } = await verify(arrival, {
      isPremium: true,
      plan: 'premium',
      premiumExpiryDate: null,
      role: 'admin',
      id: 'chosen',
      userId: 'chosen',
      emailVerified: true,
      hasCarInfo: true,
      email: newEmail(),
    });
    expect(body.user).toMatchObject({
      isPremium: false,
      plan: 'basic',
      role: 'user',
      emailVerified: false,
      hasCarInfo: false,
    });
    expect(body.user.id).not.toBe('chosen');
  });

  describe('and an e-mail address', () => {
    it('are kept together, the address in lower case and unverified', async () => {
      const email = newEmail();
      const { body } = await verify(await arrive(app), { email: ` ${email.toUpperCase()} ` });
      expect(body.user).toMatchObject({ email, emailVerified: false });
    });

    it('treat null as no address', async () => {
      expect((await verify(await arrive(app), { email: null })).body.user.email).toBeNull();
    });

    it('fill an empty one of an account', async () => {
      const { phone } = await signIn(app);
      const email = newEmail();
      expect((await verify(await arriveAgain(phone), { email })).body).toMatchObject({
        isNewUser: false,
        user: { email, emailVerified: false },
      });
    });

    it('leave the one that an account has, and its being verified', async () => {
      const email = newEmail();
      const { phone } = await signIn(app, { email });
      await markEmailVerified(app, email);
      expect((await verify(await arriveAgain(phone), { email: newEmail() })).body.user).toMatchObject({
        email,
        emailVerified: true,
      });
      const taken = newEmail();
      await signIn(app, { email: taken });
      expect((await verify(await arriveAgain(phone), { email: taken })).body.user.email).toBe(email);
    });

    it('show in the next look-up once the filled address is confirmed, and not before', async () => {
      const owner = await signInOwner(app);
      const viewer = await signIn(app);
      await makePremium(app, viewer, null);
      const lookUp = async () => (await viewer.api.get(`/cars/qr/${owner.car.qrCode}`)).body.car.owner.email;
      const [arrival, email] = [await arriveAgain(owner.phone), newEmail()];
      expect(await lookUp()).toBeNull();
      const { body } = await verify(arrival, { email });
      expect(await lookUp()).toBeNull();
      const code = await app.inbox.codeMailedTo(email);
      await arrival.api.as({ token: body.token }).post('/users/me/email/verify', { code });
      expect(await lookUp()).toBe(email);
    });

    it('of somebody else make nothing, in any letter case, and the code stays good', async () => {
      const email = newEmail();
      await signIn(app, { email });
      const arrival = await arrive(app);
      for (const taken of [email, email.toUpperCase(), ` ${email}`]) {
        expectRefusal(await verify(arrival, { email: taken }), EMAIL_TAKEN);
      }
      expect(await countRows(app, 'users', 'phone', arrival.phone)).toBe(0);
      const other = newEmail();
      expect((await verify(arrival, { email: other })).body).toMatchObject({ isNewUser: true, user: { email: other } });
      expectRefusal(await verify(arrival, { email: other }), INVALID_OTP);
    });

    it('of somebody else do not fill an empty one, and the code stays good', async () => {
      const email = newEmail();
      await signIn(app, { email });
      const { phone } = await signIn(app);
      const arrival = await arriveAgain(phone);
      expectRefusal(await verify(arrival, { email }), EMAIL_TAKEN);
      expect((await verify(arrival)).body.user.email).toBeNull();
    });

    it('tell a caller without the right code nothing about whose it is', async () => {
      const email = newEmail();
      await signIn(app, { email });
      const arrival = await arrive(app);
      const wrong = (changes: object) =>
        verify(arrival, { otp: '000000' === arrival.otp ? '000001' : '000000', ...changes });
      expect(visibleParts(await wrong({ email }))).toEqual(visibleParts(await wrong({ email: newEmail() })));
    });

    it('that a code was refused for do not prolong the code', async () => {
      const email = newEmail();
      await signIn(app, { email });
      const arrival = await arrive(app);
      app.clock.advance({ seconds: 299 });
      expectRefusal(await verify(arrival, { email }), EMAIL_TAKEN);
      app.clock.advance({ seconds: 1 });
      expectRefusal(await verify(arrival), INVALID_OTP);
    });
  });

  describe('with a verified e-mail address', () => {
    const askByMail = async (email: string) => {
      const api = app.api.fromNewAddress();
      const { body } = await api.post('/auth/otp/request', { email });
      return { api, sessionId: body.sessionId };
    };
    const verified = async () => {
      const email = newEmail();
      const person = await signIn(app, { email });
      await markEmailVerified(app, email);
      return { ...person, email };
    };

    it('is signed in to by the code that was mailed', async () => {
      const { email, id } = await verified();
      const { api, sessionId } = await askByMail(email);
      const code = { email: email.toUpperCase(), otp: await app.inbox.codeMailedTo(email), sessionId };
      const { status, body } = await api.post('/auth/otp/verify', code);
      expect([status, body.user?.id, body.isNewUser]).toEqual([200, id, false]);
      expectRefusal(await api.post('/auth/otp/verify', code), INVALID_OTP);
    });

    it('is not signed in to by that code for its phone', async () => {
      const { email, phone } = await verified();
      const { api, sessionId } = await askByMail(email);
      const code = { otp: await app.inbox.codeMailedTo(email), sessionId };
      expectRefusal(await api.post('/auth/otp/verify', { ...code, phone }), INVALID_OTP);
      expectRefusal(await api.post('/auth/otp/verify', { ...code, phone, email }), INVALID_OTP);
    });

    it('is not signed in to any more once the address is no longer verified', async () => {
      const { email } = await verified();
      const { api, sessionId } = await askByMail(email);
      await app.dataSource.query('UPDATE users SET emailVerified = ? WHERE email = ?', [0, email]);
      expectRefusal(
        await api.post('/auth/otp/verify', { email, otp: await app.inbox.codeMailedTo(email), sessionId }),
        INVALID_OTP,
      );
    });
  });

  it('is not made when the sign-in fails half-way, and the same code works then', async () => {
    const arrival = await arrive(app);
    const failure = new QueryFailedError('INSERT', [], new Error('the disk is full'));
    jest.spyOn(app.app.get(SessionsService, { strict: false }), 'openSession').mockRejectedValueOnce(failure);
    expectRefusal(await verify(arrival), [500, 'SERVER_ERROR']);
    expect(await countRows(app, 'users', 'phone', arrival.phone)).toBe(0);
    expect((await verify(arrival)).body.isNewUser).toBe(true);
  });

  it('answers 503 while the database is away, and the same code works when it is back', async () => {
    const arrival = await arrive(app, newPhone());
    const lost = Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    jest.spyOn(app.dataSource, 'transaction').mockRejectedValueOnce(lost);
    const answer = await verify(arrival);
    expectRefusal(answer, [503, 'SERVICE_UNAVAILABLE']);
    expect(answer.headers.get('retry-after')).toBe(String(answer.body.retryAfter));
    expect((await verify(arrival)).status).toBe(200);
  });
});
