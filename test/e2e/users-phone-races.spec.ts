import { expectRefusal, simultaneously, tally } from '../support/answers.js';
import { type Person, newPhone, signIn } from '../support/people.js';
import { type PhoneChange, changePhone, startPhoneChange, verifyPhone } from '../support/phone-changes.js';
import { arrive, countRows, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('at the same moment', () => {
  let app: TestApp;
  let person: Person;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    person = await signIn(app);
  });
  afterAll(() => app.stop());

  const outcomes = (answers: readonly { status: number; body: { code?: string } }[]) =>
    tally(answers.map(({ status, body }) => body.code ?? status));
  const elsewhere = ({ token }: Person) => app.api.fromNewAddress().as({ token });

  it('several accounts that move to one number: one of them gets it', async () => {
    for (let round = 0; round < 5; round++) {
      const phone = newPhone();
      const changes: PhoneChange[] = [];
      for (let index = 0; index < 4; index++) {
        changes.push(await startPhoneChange(app, await signIn(app), phone));
        app.clock.advance({ seconds: 30 });
      }
      const answers = await simultaneously(4, (index) => {
        const change = changes[index]!;
        return verifyPhone(
          index % 2 ? change : { ...change, person: { ...change.person, api: elsewhere(change.person) } },
        );
      });
      expect(outcomes(answers)).toEqual({ 200: 1, PHONE_TAKEN: 3 });
      expect(await countRows(app, 'users', 'phone', phone)).toBe(1);
      app.clock.advance({ hours: 1 });
    }
  });

  it('one code that is sent many times changes the phone once', async () => {
    const change = await startPhoneChange(app, person);
    const apis = [person.api, elsewhere(person)];
    const answers = await simultaneously(20, (index) =>
      verifyPhone({ ...change, person: { ...person, api: apis[index % 2]! } }),
    );
    expect(outcomes(answers)).toEqual({ 200: 1, INVALID_OTP: 19 });
  });

  it('the first sign-in of the number: it has one user, whom both see', async () => {
    for (let round = 0; round < 5; round++) {
      const mover = await signIn(app);
      const change = await startPhoneChange(app, mover);
      app.clock.advance({ seconds: 30 });
      const arrival = await arrive(app, change.phone);
      const [changed, signedIn] = await Promise.all([verifyPhone(change), verify(arrival)]);
      expect(await countRows(app, 'users', 'phone', change.phone)).toBe(1);
      if (changed.status === 409) {
        expect(signedIn.body).toMatchObject({ isNewUser: true });
      } else {
        expect(changed.status).toBe(200);
        expect(signedIn.status).toBe(200);
        expect(signedIn.body.user.id).toBe(mover.id);
      }
    }
  });

  it('the account that the number had is erased: the number is free, or taken', async () => {
    for (let round = 0; round < 5; round++) {
      const [mover, holder] = [await signIn(app), await signIn(app)];
      app.clock.advance({ seconds: 30 });
      const change = await startPhoneChange(app, mover, holder.phone);
      const [changed, erased] = await Promise.all([verifyPhone(change), elsewhere(holder).delete('/users/me')]);
      expect(erased.status).toBe(200);
      expect([200, 409]).toContain(changed.status);
      const expected = changed.status === 200 ? 1 : 0;
      expect(await countRows(app, 'users', 'phone', holder.phone)).toBe(expected);
    }
  });

  it('the account that moves is erased: nothing is left of it', async () => {
    for (let round = 0; round < 5; round++) {
      const mover = await signIn(app);
      const change = await startPhoneChange(app, mover);
      const [changed, erased] = await Promise.all([verifyPhone(change), elsewhere(mover).delete('/users/me')]);
      expect([200, 401]).toContain(erased.status);
      expect([200, 401]).toContain(changed.status);
      if (erased.status !== 200) continue;
      expect(await countRows(app, 'users', 'id', mover.id)).toBe(0);
      expect(await countRows(app, 'users', 'phone', change.phone)).toBe(0);
    }
  });

  it('a sign-in with the old number: it opens no session of the account that outlives the change', async () => {
    for (let round = 0; round < 8; round++) {
      const mover = await signIn(app);
      app.clock.advance({ seconds: 30 });
      const arrival = await arrive(app, mover.phone);
      const change = await startPhoneChange(app, { ...mover, api: elsewhere(mover) });
      const [signedIn, changed] = await Promise.all([verify(arrival), verifyPhone(change)]);
      expect(changed.status).toBe(200);
      // Before the change it is revoked by it; after it, the number is a new user's.
      if (signedIn.status !== 200) expectRefusal(signedIn, [401, 'INVALID_OTP']);
      expect(await countRows(app, 'sessions', 'userId', mover.id)).toBe(1);
    }
  });

  it('are told apart afterwards: each number leads to its account', async () => {
    const moved = await changePhone(app, person);
    app.clock.advance({ seconds: 30 });
    const successor = await signIn(app, { phone: person.phone });
    app.clock.advance({ seconds: 30 });
    expect((await signIn(app, { phone: moved.phone })).id).toBe(person.id);
    expect(successor.id).not.toBe(person.id);
    expectRefusal(await verifyPhone(await startPhoneChange(app, moved, successor.phone)), [409, 'PHONE_TAKEN']);
  });
});
