import type { Answer } from '../support/api-client.js';
import { expectFields, expectInvalid, expectRefusal, visibleParts } from '../support/answers.js';
import { newPhone } from '../support/people.js';
import { type Arrival, arrive, countRows, guessWrong, newEmail, verify, wrongCodes } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const INVALID_OTP = [401, 'INVALID_OTP'] as const;

describe('signing in with a code', () => {
  let app: TestApp;
  let arrival: Arrival;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    arrival = await arrive(app);
  });
  afterAll(() => app.stop());

  const wrong = () => ({ otp: wrongCodes(arrival.otp, 1)[0] });

  it('answers with the user and a pair of tokens, and nothing else', async () => {
    const { status, body } = await verify(arrival);
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      user: expect.objectContaining({ phone: arrival.phone, email: null, emailVerified: false, isPremium: false }),
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refreshToken: expect.stringMatching(/^[\w-]{43}$/),
      expiresIn: 86_400,
      isNewUser: true,
    });
    expectFields(body.user, 'user');
    expect((await arrival.api.as({ token: body.token }).get('/users/me')).body.user).toEqual(body.user);
  });

  describe('is refused with one and the same answer:', () => {
    it.each<[string, () => Answer | Promise<Answer>]>([
      ['a wrong code', () => verify(arrival, wrong())],
      ['a code that is no number', () => verify(arrival, { otp: 'abcdef' })],
      ['too short a code', () => verify(arrival, { otp: arrival.otp.slice(1) })],
      ['too long a code', () => verify(arrival, { otp: `${arrival.otp}0` })],
      ['the code with another character in it', () => verify(arrival, { otp: arrival.otp.replace(/^.../, '$&_') })],
      ['the code of somebody else', async () => verify(arrival, { otp: (await arrive(app)).otp })],
      ['an unknown session', () => verify(arrival, { sessionId: '01938a5e-7c11-7abc-8def-012345678901' })],
      ['the session of somebody else', async () => verify(arrival, { sessionId: (await arrive(app)).sessionId })],
      ['another phone', () => verify(arrival, { phone: newPhone() })],
      ['a phone that another code was sent to', async () => verify(arrival, { phone: (await arrive(app)).phone })],
      ['an e-mail address instead of the phone', () => verify(arrival, { phone: undefined, email: newEmail() })],
      ['a used code', async () => usedUp().then(() => verify(arrival))],
      ['a burnt code', async () => guessWrong(arrival, 5).then(() => verify(arrival))],
      ['an expired code', () => (app.clock.advance({ seconds: 300 }), verify(arrival))],
    ])('%s', async (what, send) => {
      const reference = await arrive(app);
      const expected = visibleParts(await verify(reference, { otp: wrongCodes(reference.otp, 1)[0] }));
      const answer = await send();
      expectRefusal(answer, INVALID_OTP);
      expect(Object.keys(answer.body).sort()).toEqual(['code', 'error', 'message', 'requestId', 'success']);
      expect(visibleParts(answer)).toEqual(expected);
      expect(await countRows(app, 'users', 'phone', arrival.phone)).toBe(what === 'a used code' ? 1 : 0);
    });

    async function usedUp(): Promise<void> {
      expect((await verify(arrival)).status).toBe(200);
    }
  });

  it.each([
    ['with a space', '$1 $2'],
    ['with a hyphen', '$1-$2'],
    ['with a dash and a no-break space', '$1\u2013\u00a0$2'],
    ['with spaces around it', '  $1$2\n'],
    ['with invisible characters', '\u202a$1\u200b$2\u202c'],
  ])('is as good typed %s, after four wrong tries too', async (_how, spelling) => {
    await guessWrong(arrival, 4);
    expect((await verify(arrival, { otp: arrival.otp.replace(/(...)(...)/, spelling) })).status).toBe(200);
  });

  it.each([
    ['Devanagari', 0x966],
    ['full-width', 0xff10],
  ])('is as good in %s digits', async (_script, zero) => {
    const otp = arrival.otp.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
    expect((await verify(arrival, { otp })).status).toBe(200);
  });

  it('works to the last millisecond of the 300 s', async () => {
    app.clock.advance({ seconds: 299, ms: 999 });
    expect((await verify(arrival)).status).toBe(200);
  });

  it('works once only, for the same person too', async () => {
    expect((await verify(arrival)).status).toBe(200);
    for (let again = 0; again < 3; again++) expectRefusal(await verify(arrival), INVALID_OTP);
    expect(await countRows(app, 'users', 'phone', arrival.phone)).toBe(1);
  });

  it('still works after four wrong tries', async () => {
    for (const answer of await guessWrong(arrival, 4)) expectRefusal(answer, INVALID_OTP);
    expect((await verify(arrival)).status).toBe(200);
  });

  it('does not work after five wrong tries, however long one waits', async () => {
    for (const answer of await guessWrong(arrival, 5)) expectRefusal(answer, INVALID_OTP);
    expectRefusal(await verify(arrival), INVALID_OTP);
    app.clock.advance({ seconds: 299 });
    expectRefusal(await verify(arrival), INVALID_OTP);
  });

  it('counts the tries wherever they come from', async () => {
    for (const otp of wrongCodes(arrival.otp, 5)) {
      await verify({ ...arrival, api: app.api.fromNewAddress() }, { otp });
    }
    expectRefusal(await verify(arrival), INVALID_OTP);
  });

  it('cannot be spoilt by a stranger who does not know the session', async () => {
    const stranger = { ...arrival, api: app.api.fromNewAddress() };
    const own = await arrive(app);
    for (const sessionId of ['guessed', own.sessionId]) {
      for (const otp of wrongCodes(arrival.otp, 6)) await verify(stranger, { otp, sessionId });
    }
    expect((await verify(arrival)).status).toBe(200);
  });

  it('cannot be spoilt by tries for another phone in the same session', async () => {
    for (const otp of wrongCodes(arrival.otp, 6)) await verify(arrival, { otp, phone: newPhone() });
    expect((await verify(arrival)).status).toBe(200);
  });

  it.each([
    ['otp', { otp: undefined }],
    ['otp', { otp: null }],
    ['otp', { otp: '' }],
    ['otp', { otp: 123456 }],
    ['otp', { otp: ['123456'] }],
    ['otp', { otp: { $ne: '' } }],
    ['otp', { otp: '1'.repeat(21) }],
    ['sessionId', { sessionId: undefined }],
    ['sessionId', { sessionId: '' }],
    ['sessionId', { sessionId: 7 }],
    ['sessionId', { sessionId: 'x'.repeat(101) }],
    ['email', { email: 'nobody' }],
    ['email', { email: 7 }],
    ['phone', { phone: undefined }],
  ])('names %s as the bad field in %j, and counts no try', async (field, changes) => {
    for (let count = 0; count < 5; count++) expectInvalid(await verify(arrival, changes), field);
    expect((await verify(arrival)).status).toBe(200);
  });

  it('accepts a form as well as JSON', async () => {
    const form = new URLSearchParams({ ...arrival.code }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await arrival.api.send('POST', '/auth/otp/verify', form, headers)).status).toBe(200);
  });
});
