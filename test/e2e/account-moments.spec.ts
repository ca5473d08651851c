import { expectRefusal } from '../support/answers.js';
import type { Answer } from '../support/api-client.js';
import { HandClock } from '../support/hand-clock.js';
import { contactsOf, giveAndConfirmEmail, lockLinksTo, signInByMail, tapLockLink } from '../support/lock-links.js';
import { type Person, signIn } from '../support/people.js';
import { changePhone } from '../support/phone-changes.js';
import { countRows, giveEmail, newEmail } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const PASSWORD = 'marble lantern voyage';

/** A clock that goes on by a step whenever it is read. */
class SteppingClock extends HandClock {
  stepMs = 0;

  override nowMs(): number {
    this.advance({ ms: this.stepMs });
    return super.nowMs();
  }
}

describe('a change of an account', () => {
  const clock = new SteppingClock();
  let app: TestApp;
  let person: Person;
  let email: string;

  beforeAll(async () => {
    app = await startApp({ ownClock: clock });
  });
  beforeEach(async () => {
    clock.advance({ hours: 1 });
    person = await signIn(app);
    email = await giveEmail(app, person);
    clock.advance({ minutes: 1 });
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => app.stop());

  const transactionOf = () => app.dataSource.transaction.bind(app.dataSource) as (work: unknown) => Promise<unknown>;
  const state = async () => {
    const [phone, email] = await contactsOf(app, person);
    return { phone, email, passwords: await countRows(app, 'passwords', 'userId', person.id) };
  };

  it.each<[string, () => Promise<unknown>]>([
    ['a password', () => person.api.put('/users/me/password', { newPassword: PASSWORD })],
    ['a phone', () => changePhone(app, person)],
    ['an e-mail address', () => giveAndConfirmEmail(app, person)],
  ])('has one moment: the link of its message undoes %s, however long the change takes', async (_what, change) => {
    const before = await state();
    clock.stepMs = 1000;
    try {
      await change();
    } finally {
      clock.stepMs = 0;
    }
    expect(await state()).not.toEqual(before);
    expect(await tapLockLink(app, (await lockLinksTo(app, email))[0])).toBe(200);
    expect(await state()).toEqual(before);
  });

  it('by a first address that is given at a sign-in is told, and undone by the link', async () => {
    const owner = await signIn(app, { email: newEmail() });
    expect(await lockLinksTo(app, owner.phone)).toEqual([]);
    person = await signIn(app);
    clock.advance({ minutes: 1 });
    const mailbox = newEmail();
    clock.stepMs = 1000;
    const thief = await signIn(app, { phone: person.phone, email: mailbox });
    clock.stepMs = 0;
    await thief.api.post('/users/me/email/verify', { code: await app.inbox.codeMailedTo(mailbox) });
    clock.advance({ minutes: 1 });
    await changePhone(app, await signInByMail(app, person, mailbox));
    expect((await state()).phone).not.toBe(person.phone);
    const [first, ...others] = await lockLinksTo(app, person.phone);
    expect(others).toHaveLength(1);
    expect(await tapLockLink(app, first)).toBe(200);
    expect(await state()).toEqual({ phone: person.phone, email: null, passwords: 0 });
  });

  it.each<[string, () => Promise<Answer>]>([
    ['to remove the password', () => person.api.delete('/users/me/password')],
    ['to set another password', () => person.api.put('/users/me/password', { newPassword: 'copper meadow whistle' })],
    ['to erase it', () => person.api.delete('/users/me')],
  ])('is refused %s when the session ends after the request began', async (_what, change) => {
    await person.api.put('/users/me/password', { newPassword: PASSWORD });
    const transaction = transactionOf();
    jest.spyOn(app.dataSource, 'transaction').mockImplementationOnce(async (work: unknown) => {
      await app.dataSource.query('DELETE FROM sessions WHERE userId = ?', [person.id]);
      return transaction(work);
    });
    const before = await state();
    expectRefusal(await change(), [401, 'UNAUTHORIZED']);
    expect(await state()).toEqual(before);
    expect(before.passwords).toBe(1);
  });

  it('is told to the addresses that the account has by then, also when they change after the request began', async () => {
    await person.api.put('/users/me/password', { newPassword: PASSWORD });
    const transaction = transactionOf();
    let moved = '';
    jest.spyOn(app.dataSource, 'transaction').mockImplementationOnce(async (work: unknown) => {
      moved = await giveEmail(app, person);
      return transaction(work);
    });
    expect((await person.api.delete('/users/me/password')).status).toBe(200);
    expect(await lockLinksTo(app, moved)).toHaveLength(1);
  });
});
