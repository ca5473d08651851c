import { expectRefusal, visibleParts } from '../support/answers.js';
import { type Person, newPhone, signIn } from '../support/people.js';
import { startPhoneChange, verifyPhone } from '../support/phone-changes.js';
import { arrive, countRows, wrongCodes } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { recordStatements } from '../support/statements.js';

const INVALID_OTP = [401, 'INVALID_OTP'] as const;
const PHONE_TAKEN = [409, 'PHONE_TAKEN'] as const;
const RATE_LIMITED = [429, 'RATE_LIMITED'] as const;

describe('a change of the phone', () => {
  let app: TestApp;
  let person: Person;
  let holder: Person;

  const ask = (phone: string, who = person) => who.api.post('/users/me/phone', { phone });
  /** An answer without what differs from request to request. */
  const readAnswer = async (phone: string): Promise<object> => {
    const { status, body } = await ask(phone);
    return { status, ...body, sessionId: typeof body.sessionId };
  };

  describe('says nothing about the account of a number', () => {
    let statements: ReturnType<typeof recordStatements>;

    beforeAll(async () => {
      statements = recordStatements();
      app = await startApp();
    });
    beforeEach(async () => {
      holder = await signIn(app);
      app.clock.advance({ hours: 1 });
      person = await signIn(app);
    });
    afterAll(async () => {
      statements.stop();
      await app.stop();
    });

    it('in the answer, in the message, or in what the database is asked', async () => {
      const free = newPhone();
      const atNobody = await readAnswer(free);
      const asked = statements.list().length;
      expect(await readAnswer(holder.phone)).toEqual(atNobody);
      expect(statements.list()).toHaveLength(asked);
      const [toNobody, toHolder] = [free, holder.phone].map((to) => app.inbox.to(to)[0]!.text.replace(/^\d{6}/, ''));
      expect(toHolder).toBe(toNobody);
    });

    it('before the right code, which is used up by telling', async () => {
      const change = await startPhoneChange(app, person, holder.phone);
      const [wrong] = wrongCodes(change.code.otp, 1);
      const unknown = await startPhoneChange(app, person);
      const atHolder = await verifyPhone(change, { otp: wrong });
      const atNobody = await verifyPhone(unknown, { otp: wrongCodes(unknown.code.otp, 1)[0] });
      expectRefusal(atHolder, INVALID_OTP);
      expect({ ...visibleParts(atHolder), text: '' }).toEqual({ ...visibleParts(atNobody), text: '' });
      expectRefusal(await verifyPhone(change), PHONE_TAKEN);
      expectRefusal(await verifyPhone(change), INVALID_OTP);
      expect((await person.api.get('/users/me')).body.user.phone).toBe(person.phone);
      expect((await holder.api.get('/users/me')).body.user).toMatchObject({ id: holder.id, phone: holder.phone });
      expect(await countRows(app, 'sessions', 'userId', holder.id)).toBe(1);
    });

    it.each([
      ['without an account', () => newPhone()],
      ['with one', () => holder.phone],
    ])('in the limits of a number %s: 30 s, five an hour, shared with strangers who sign in', async (_what, number) => {
      const phone = number();
      expect((await ask(phone)).status).toBe(200);
      const soon = await ask(phone);
      expectRefusal(soon, RATE_LIMITED);
      expect(soon.body.retryAfter).toBe(30);
      expectRefusal(await app.api.fromNewAddress().post('/auth/otp/request', { phone }), RATE_LIMITED);
      for (let count = 1; count < 5; count++) {
        app.clock.advance({ seconds: 30 });
        expect((await ask(phone, await signIn(app))).status).toBe(200);
      }
      app.clock.advance({ seconds: 30 });
      const late = await ask(phone, await signIn(app));
      expectRefusal(late, RATE_LIMITED);
      expect(late.body.retryAfter).toBe(3600 - 150);
    });
  });

  describe('is limited', () => {
    beforeAll(async () => {
      app = await startApp();
    });
    beforeEach(async () => {
      person = await signIn(app);
    });
    afterAll(() => app.stop());

    it('to five codes an hour for an account, to whatever numbers; refused requests do not count', async () => {
      const busy = newPhone();
      await arrive(app, busy);
      for (let count = 0; count < 3; count++) expectRefusal(await ask(busy), RATE_LIMITED);
      for (let count = 0; count < 5; count++) expect((await ask(newPhone())).status).toBe(200);
      const phone = newPhone();
      expectRefusal(await ask(phone), RATE_LIMITED);
      expect(app.inbox.to(phone)).toEqual([]);
      // Nor does what the account was refused count for the number.
      expect((await ask(phone, await signIn(app))).status).toBe(200);
    });
  });

  describe('comes out of the budget for new numbers', () => {
    beforeAll(async () => {
      app = await startApp({ env: { OTP_NEW_NUMBERS_PER_HOUR: '3' } });
    });
    afterAll(() => app.stop());

    it('whether or not the number has an account', async () => {
      [person, holder] = [await signIn(app), await signIn(app)];
      app.clock.advance({ seconds: 30 });
      expect((await ask(holder.phone)).status).toBe(200);
      app.clock.advance({ seconds: 30 });
      for (const phone of [holder.phone, newPhone()]) {
        const answer = await ask(phone);
        expectRefusal(answer, [503, 'SERVICE_UNAVAILABLE']);
        expect(answer.body.retryAfter).toBe(3600 - 60);
      }
    });
  });
});
