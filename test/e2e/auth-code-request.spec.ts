import { KeyValueStore } from '@app/redis';
import { expectInvalid, expectRefusal, visibleParts } from '../support/answers.js';
import { newPhone, signIn } from '../support/people.js';
import { arrive, guessWrong, markEmailVerified, newEmail, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const REVIEWER = '+919999900001';

describe('asking for a code', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ env: { OTP_TEST_NUMBERS: `${REVIEWER}:004711` } });
  });
  afterAll(() => app.stop());

  const ask = (body: object) => app.api.fromNewAddress().post('/auth/otp/request', body);
  /** All that the answers to two people differ in by right. */
  const withoutSession = (answer: Awaited<ReturnType<typeof ask>>) =>
    visibleParts({ ...answer, text: answer.text.replace(answer.body.sessionId, '') });

  it('answers with the session, how long the code is good and when to ask again', async () => {
    const { status, body } = await ask({ phone: newPhone() });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      message: expect.any(String),
      sessionId: expect.stringMatching(/^.{16,}$/),
      expiresIn: 300,
      resendAfter: 30,
    });
  });

  it('sends six digits by SMS to the number alone', async () => {
    const phone = newPhone();
    await ask({ phone });
    const messages = app.inbox.to(phone);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ channel: 'sms', text: expect.stringMatching(/^\d{6}\D/) });
  });

  it('answers the same whether or not the phone has an account', async () => {
    const { phone } = await signIn(app);
    app.clock.advance({ seconds: 30 });
    expect(withoutSession(await ask({ phone }))).toEqual(withoutSession(await ask({ phone: newPhone() })));
  });

  it('gives every request a session of its own', async () => {
    const phone = newPhone();
    const first = await ask({ phone });
    app.clock.advance({ seconds: 30 });
    expect((await ask({ phone })).body.sessionId).not.toBe(first.body.sessionId);
  });

  it('leaves the code that was sent before good, each in its own session', async () => {
    const first = await arrive(app);
    app.clock.advance({ seconds: 30 });
    const second = await arrive(app, first.phone);
    if (first.otp !== second.otp) {
      expectRefusal(await verify(second, { sessionId: first.sessionId }), [401, 'INVALID_OTP']);
    }
    for (const arrival of [second, first]) expect((await verify(arrival)).status).toBe(200);
  });

  it('gives a new code five tries of its own', async () => {
    const first = await arrive(app);
    await guessWrong(first, 5);
    app.clock.advance({ seconds: 30 });
    const second = await arrive(app, first.phone);
    await guessWrong(second, 4);
    expect((await verify(second)).status).toBe(200);
  });

  it('sends the phone the code when an e-mail address is given as well', async () => {
    const [phone, email] = [newPhone(), newEmail()];
    expect((await ask({ phone, email })).status).toBe(200);
    expect(app.inbox.to(phone)).toHaveLength(1);
    expect(await app.inbox.codeMailsTo(email)).toEqual([]);
  });

  describe('with an appHash', () => {
    it('ends the message with it on a line of its own, for SMS Retriever', async () => {
      const phone = newPhone();
      await ask({ phone, appHash: 'FA+9qCX9VSu' });
      const [message] = app.inbox.to(phone);
      expect(message?.text).toMatch(/^<#> \d{6} /);
      expect(message?.text.split('\n').at(-1)).toBe('FA+9qCX9VSu');
    });

    it.each([
      'FA+9qCX9VS',
      'FA+9qCX9VSuu',
      'FA_9qCX9VSu',
      'FA-9qCX9VSu',
      'FA+9qCX9VS=',
      'FA+9 CX9VSu',
      'call\n123456',
      11,
      ['FA+9qCX9VSu'],
    ])('refuses %j and sends nothing', async (appHash) => {
      const phone = newPhone();
      expectInvalid(await ask({ phone, appHash }), 'appHash');
      expect(app.inbox.to(phone)).toEqual([]);
    });
  });

  describe('by e-mail alone', () => {
    it('mails the code to an account that has verified the address', async () => {
      const email = newEmail();
      const { phone } = await signIn(app, { email });
      await markEmailVerified(app, email);
      const mailed = await app.inbox.codeMailsTo(email);
      expect((await ask({ email: email.toUpperCase() })).status).toBe(200);
      const [newest, ...others] = await app.inbox.codeMailsTo(email);
      expect(newest).toMatchObject({ channel: 'email', text: expect.stringMatching(/\b\d{6}\b/) });
      expect(others).toEqual(mailed);
      expect(app.inbox.to(phone)).toHaveLength(1);
    });

    it('mails nothing to an unverified or unknown address, and answers the same', async () => {
      const [verified, unverified, unknown] = [newEmail(), newEmail(), newEmail()];
      await signIn(app, { email: verified });
      await signIn(app, { email: unverified });
      await markEmailVerified(app, verified);
      const expected = withoutSession(await ask({ email: verified }));
      const mailed = (await app.inbox.codeMailsTo(unverified)).length;
      for (const email of [unverified, unknown]) expect(withoutSession(await ask({ email }))).toEqual(expected);
      expect(await app.inbox.codeMailsTo(unverified)).toHaveLength(mailed);
      expect(await app.inbox.codeMailsTo(unknown)).toEqual([]);
    });

    it.each(['nobody', 'a@b', '@example.com', 'a b@example.com', 7, ['a@example.com'], 'a@example.com\n'.repeat(2)])(
      'refuses %j',
      async (email) => expectInvalid(await ask({ email }), 'email'),
    );
  });

  it('needs a phone or an e-mail address', async () => {
    for (const body of [{}, { phone: null, email: null }]) expectInvalid(await ask(body), 'phone');
  });

  describe('keeps the code secret:', () => {
    it('the store holds a hash in place of it', async () => {
      const { phone, otp } = await arrive(app);
      const store = app.app.get(KeyValueStore, { strict: false });
      const kept = await store.get(`otp:code:${phone}`);
      expect(kept).toMatch(/"hash":"[\w+/]{43}="/);
      expect(kept).not.toContain(otp);
    });

    it('neither the log nor any answer has it or the phone', async () => {
      const arrival = await arrive(app);
      const answers = [...(await guessWrong(arrival, 1)), await verify(arrival)];
      app.clock.advance({ seconds: 30 });
      answers.push(await ask({ phone: arrival.phone }));
      const logged = app.logs.join('');
      expect(logged).toContain('/auth/otp/verify');
      expect(logged).not.toContain(arrival.phone.slice(3));
      for (const text of [logged, ...answers.map((answer) => answer.text)]) {
        expect(text).not.toMatch(new RegExp(`(?<![\\w.-])${arrival.otp}(?![\\w-])`));
      }
    });
  });

  describe('for a configured test number', () => {
    it('always sends the configured code, leading zeros kept, which signs in', async () => {
      for (let round = 0; round < 2; round++) {
        const arrival = await arrive(app, REVIEWER);
        expect(arrival.otp).toBe('004711');
        expectRefusal(await verify(arrival, { otp: '4711' }), [401, 'INVALID_OTP']);
        expect((await verify(arrival)).status).toBe(200);
        app.clock.advance({ seconds: 30 });
      }
    });

    it('still wants the session of the request', async () => {
      const arrival = await arrive(app, REVIEWER);
      expectRefusal(await verify(arrival, { sessionId: 'guessed' }), [401, 'INVALID_OTP']);
    });

    it('leaves every other number with a code that nobody knows', async () => {
      const arrival = await arrive(app);
      const otp = arrival.otp === '004711' ? '004712' : '004711';
      expectRefusal(await verify(arrival, { otp }), [401, 'INVALID_OTP']);
    });
  });
});
