import { Notifications } from '@app/notifications';
import { EmailCodes } from '@app/users';
import type { Answer } from '../support/api-client.js';
import { expectFields, expectInvalid, expectRefusal, simultaneously, tally } from '../support/answers.js';
import { type Person, signIn } from '../support/people.js';
import { arrive, newEmail, verify, wrongCodes } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const INVALID_OTP = [401, 'INVALID_OTP'] as const;

describe('the code that confirms an e-mail address', () => {
  let app: TestApp;
  let person: Person;
  let email: string;

  beforeAll(async () => {
    app = await startApp();
  });
  /** Somebody who signed up with an address. */
  beforeEach(async () => {
    email = newEmail();
    person = await signIn(app, { email });
  });
  afterAll(() => app.stop());

  const confirm = (code: unknown, who = person) => who.api.post('/api/v1/users/me/email/verify', { code });
  const resend = (who = person) => who.api.post('/api/v1/users/me/email/resend');
  const setEmail = (address: string, who = person) => who.api.patch('/users/me', { email: address });
  const readMe = async (who = person) => (await who.api.get('/users/me')).body.user;
  const guessWrong = (code: string, count: number) =>
    simultaneously(count, (index) => confirm(wrongCodes(code, count)[index]));

  function expectWait(answer: Answer, seconds: number): void {
    expectRefusal(answer, [429, 'RATE_LIMITED']);
    expect(answer.body.retryAfter).toBe(seconds);
  }

  it('is six digits, mailed at sign-up, and confirms the address', async () => {
    expect(await app.inbox.codeMailsTo(email)).toMatchObject([
      { channel: 'email', text: expect.stringMatching(/^ *\d{6}$/m) },
    ]);
    const { status, body } = await confirm(await app.inbox.codeMailedTo(email));
    expect([status, body.success]).toEqual([200, true]);
    expectFields(body.user, 'user');
    expect(body.user).toMatchObject({ email, emailVerified: true });
    expect(await readMe()).toEqual(body.user);
  });

  it.each(['$1 $2', '$1-$2', '\u200e$1\u2011$2'])('is that code when it is typed as %j', async (spelling) => {
    const code = await app.inbox.codeMailedTo(email);
    await guessWrong(code, 4);
    expect((await confirm(code.replace(/(...)(...)/, spelling))).body.user.emailVerified).toBe(true);
  });

  it('is mailed when an empty address is filled at a sign-in, and not when there is an address already', async () => {
    const other = await signIn(app);
    app.clock.advance({ seconds: 30 });
    const [filled, ignored] = [newEmail(), newEmail()];
    await verify(await arrive(app, other.phone), { email: filled });
    await verify(await arrive(app, person.phone), { email: ignored });
    expect((await confirm(await app.inbox.codeMailedTo(filled), other)).body.user.email).toBe(filled);
    expect(await app.inbox.codeMailsTo(ignored)).toEqual([]);
    expect(await app.inbox.codeMailsTo(email)).toHaveLength(1);
  });

  it('is mailed when the address is changed, to the new one alone, and not for other changes', async () => {
    const changed = newEmail();
    await setEmail(changed);
    await person.api.patch('/users/me', { name: 'Asha', email: changed.toUpperCase() });
    expect(await app.inbox.codeMailsTo(changed)).toHaveLength(1);
    expect(await app.inbox.codeMailsTo(email)).toHaveLength(1);
    expect((await confirm(await app.inbox.codeMailedTo(changed))).body.user).toMatchObject({
      email: changed,
      emailVerified: true,
    });
  });

  it('opens the sign-in by mail, which an unconfirmed address does not', async () => {
    const ask = () => app.api.fromNewAddress().post('/auth/otp/request', { email });
    const mailed = (await app.inbox.codeMailsTo(email)).length;
    await ask();
    expect(await app.inbox.codeMailsTo(email)).toHaveLength(mailed);
    await confirm(await app.inbox.codeMailedTo(email));
    app.clock.advance({ seconds: 30 });
    const { sessionId } = (await ask()).body;
    const code = { email, otp: await app.inbox.codeMailedTo(email), sessionId };
    expect((await app.api.post('/auth/otp/verify', code)).body.user.id).toBe(person.id);
  });

  describe('is refused', () => {
    it('once it was used', async () => {
      const code = await app.inbox.codeMailedTo(email);
      await confirm(code);
      expectRefusal(await confirm(code), INVALID_OTP);
    });

    it('after 300 s', async () => {
      const code = await app.inbox.codeMailedTo(email);
      app.clock.advance({ seconds: 300 });
      expectRefusal(await confirm(code), INVALID_OTP);
      expect(await readMe()).toMatchObject({ emailVerified: false });
    });

    it('after five wrong ones, guessed at the same moment too, and the next code is good again', async () => {
      const code = await app.inbox.codeMailedTo(email);
      for (const answer of await guessWrong(code, 5)) expectRefusal(answer, INVALID_OTP);
      expectRefusal(await confirm(code), INVALID_OTP);
      app.clock.advance({ seconds: 30 });
      await resend();
      const next = await app.inbox.codeMailedTo(email);
      await guessWrong(next, 4);
      expect((await confirm(next)).status).toBe(200);
    });

    it('when a newer one was mailed', async () => {
      const code = await app.inbox.codeMailedTo(email);
      app.clock.advance({ seconds: 30 });
      expect((await resend()).body).toEqual({ success: true, message: expect.any(String) });
      expectRefusal(await confirm(code), INVALID_OTP);
      expect((await confirm(await app.inbox.codeMailedTo(email))).status).toBe(200);
    });

    it('when the address was changed since', async () => {
      const code = await app.inbox.codeMailedTo(email);
      await setEmail(newEmail());
      expectRefusal(await confirm(code), INVALID_OTP);
      expect(await readMe()).toMatchObject({ emailVerified: false });
    });

    it('for anybody else, though they hold the address now', async () => {
      const code = await app.inbox.codeMailedTo(email);
      await setEmail(newEmail());
      const other = await signIn(app, { email });
      expectRefusal(await confirm(code, other), INVALID_OTP);
    });

    it('when there is no address', async () => {
      expectRefusal(await confirm('000000', await signIn(app)), INVALID_OTP);
    });

    it.each([[''], [7], [null], [['042917']], ['x'.repeat(21)]])('as a field when it is %j', async (code) => {
      expectInvalid(await confirm(code), 'code');
    });
  });

  it('is mailed again to an address that is still to be confirmed, and to no other', async () => {
    expectInvalid(await resend(await signIn(app)), 'email');
    await confirm(await app.inbox.codeMailedTo(email));
    expectInvalid(await resend(), 'email');
    expect(await app.inbox.codeMailsTo(email)).toHaveLength(1);
  });

  it('is given back when the database fails, which confirms nothing, and can be used again', async () => {
    const code = await app.inbox.codeMailedTo(email);
    const notifications = app.app.get(Notifications, { strict: false });
    jest.spyOn(notifications, 'tell').mockRejectedValueOnce(new Error('gone'));
    expectRefusal(await confirm(code), [500, 'SERVER_ERROR']);
    expect(await readMe()).toMatchObject({ emailVerified: false });
    expect((await confirm(code)).status).toBe(200);
    jest.restoreAllMocks();
  });

  describe('at the same moment', () => {
    it('confirms once for twenty who send it', async () => {
      const code = await app.inbox.codeMailedTo(email);
      const answers = await simultaneously(20, () => confirm(code));
      expect(tally(answers.map(({ body }) => body.code ?? 'confirmed'))).toEqual({ confirmed: 1, INVALID_OTP: 19 });
    });

    it('as a change of the address never confirms the new one', async () => {
      for (let round = 0; round < 10; round++) {
        const [who, old, changed] = [await signIn(app), newEmail(), newEmail()];
        await setEmail(old, who);
        const code = await app.inbox.codeMailedTo(old);
        const [{ status }] = await Promise.all([setEmail(changed, who), confirm(code, who)]);
        expect(status).toBe(200);
        expect(await readMe(who)).toMatchObject({ email: changed, emailVerified: false });
      }
    });
  });

  it('does not confirm an address that is changed between the check of the code and what follows it', async () => {
    const [code, changed] = [await app.inbox.codeMailedTo(email), newEmail()];
    const codes = app.app.get(EmailCodes, { strict: false });
    const useCode = codes.useCode.bind(codes);
    jest.spyOn(codes, 'useCode').mockImplementationOnce(async (...given) => {
      const used = await useCode(...given);
      await setEmail(changed);
      return used;
    });
    expectRefusal(await confirm(code), INVALID_OTP);
    expect(await readMe()).toMatchObject({ email: changed, emailVerified: false });
    jest.restoreAllMocks();
  });

  describe('is limited', () => {
    /** Asks so many times, each time as soon as the shortest limit lets it. */
    async function resendOften(times: number, minutes = 0.5): Promise<void> {
      for (let count = 0; count < times; count++) {
        app.clock.advance({ minutes });
        expect((await resend()).status).toBe(200);
        // Before time goes on, and the code with it.
        await app.inbox.codeMailedTo(email);
      }
    }

    it('to one in 30 s, to the millisecond, and a refused request uses up nothing', async () => {
      for (let count = 0; count < 6; count++) expectWait(await resend(), 30);
      app.clock.advance({ seconds: 30, ms: -1 });
      expectWait(await resend(), 1);
      app.clock.advance({ ms: 1 });
      expect((await resend()).status).toBe(200);
      expect(await app.inbox.codeMailsTo(email)).toHaveLength(2);
      await resendOften(3);
    });

    it('to five in an hour and ten in a day', async () => {
      await resendOften(4);
      app.clock.advance({ seconds: 30 });
      expectWait(await resend(), 3600 - 150);
      app.clock.advance({ hours: 1 });
      await resendOften(5, 12);
      app.clock.advance({ minutes: 12 });
      expectRefusal(await resend(), [429, 'RATE_LIMITED']);
      app.clock.advance({ hours: 2 });
      expectRefusal(await resend(), [429, 'RATE_LIMITED']);
      expect(await app.inbox.codeMailsTo(email)).toHaveLength(10);
    });

    it('for an account, whichever addresses it names; the change itself is made', async () => {
      const addresses = Array.from({ length: 6 }, newEmail);
      for (const address of addresses) expect((await setEmail(address)).body.user.email).toBe(address);
      const mailed = await Promise.all(addresses.map((address) => app.inbox.codeMailsTo(address)));
      expect(mailed.map(({ length }) => length)).toEqual([1, 1, 1, 1, 0, 0]);
      app.clock.advance({ hours: 1 });
      expect((await resend()).status).toBe(200);
    });

    it('for an address, whichever accounts name it', async () => {
      await setEmail(newEmail());
      const other = await signIn(app);
      expect((await setEmail(email, other)).status).toBe(200);
      expectWait(await resend(other), 30);
      expect(await app.inbox.codeMailsTo(email)).toHaveLength(1);
      app.clock.advance({ seconds: 30 });
      expect((await resend(other)).status).toBe(200);
    });

    it('but lets a misspelt address be corrected at once', async () => {
      const [misspelt, right] = [newEmail(), newEmail()];
      await setEmail(misspelt);
      await setEmail(right);
      expect((await confirm(await app.inbox.codeMailedTo(right))).status).toBe(200);
    });
  });
});
