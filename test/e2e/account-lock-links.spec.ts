import { UsedLinks } from '@app/users';
import { contactsOf, giveAndConfirmEmail, lockLinksTo, signInByMail, tapLockLink } from '../support/lock-links.js';
import { type Person, signIn } from '../support/people.js';
import { changePhone } from '../support/phone-changes.js';
import { countRows, giveEmail } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the links of several messages about one account', () => {
  let app: TestApp;
  let person: Person;
  let email: string;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    app.clock.advance({ hours: 1 });
    person = await signIn(app);
    email = await giveEmail(app, person);
    later();
  });
  afterAll(() => app.stop());

  const later = () => app.clock.advance({ minutes: 1 });
  const linkTo = async (recipient: string, index = 0) => (await lockLinksTo(app, recipient)).at(index);
  const tap = (link: string | undefined) => tapLockLink(app, link);
  const contacts = () => contactsOf(app, person);
  /** The thief moves the account to an address and then to a number of their own; the owner takes it back. */
  const stealAndLock = async () => {
    const mailbox = await giveAndConfirmEmail(app, person);
    later();
    await changePhone(app, person);
    const thiefs = await linkTo(mailbox);
    const first = await linkTo(email);
    later();
    expect(await tap(first)).toBe(200);
    expect(await contacts()).toEqual([person.phone, email]);
    later();
    return { thiefs, first };
  };

  it('later ones, which the thief received, undo nothing that the owner changes after the first was used', async () => {
    const { thiefs } = await stealAndLock();
    const owner = await signInByMail(app, person, email);
    const { phone } = await changePhone(app, owner);
    expect(await tap(thiefs)).toBe(404);
    expect(await contacts()).toEqual([phone, email]);
    expect(await countRows(app, 'sessions', 'userId', person.id)).toBe(1);
  });

  it('those of later changes work, and leave those void that were', async () => {
    const { thiefs } = await stealAndLock();
    const owner = await signInByMail(app, person, email);
    const { phone } = await changePhone(app, owner);
    later();
    await changePhone(app, owner);
    expect(await tap(await linkTo(email, -1))).toBe(200);
    expect(await contacts()).toEqual([phone, email]);
    expect(await tap(thiefs)).toBe(404);
    expect(await contacts()).toEqual([phone, email]);
  });

  it('the earliest works after a later one, and more than once; each account has its own', async () => {
    const other = await signIn(app);
    await changePhone(app, other);
    const mailbox = await giveAndConfirmEmail(app, person);
    later();
    await changePhone(app, person);
    for (const link of [await linkTo(mailbox), await linkTo(email), await linkTo(email)]) {
      expect(await tap(link)).toBe(200);
    }
    expect(await contacts()).toEqual([person.phone, email]);
    expect(await countRows(app, 'used_links', 'userId', person.id)).toBe(1);
    expect(await tap(await linkTo(other.phone))).toBe(200);
  });

  it('are remembered for the 7 days in which they would work', async () => {
    const { thiefs } = await stealAndLock();
    app.clock.advance({ days: 6, hours: 23 });
    const purge = () => app.app.get(UsedLinks, { strict: false }).purge();
    await purge();
    expect(await tap(thiefs)).toBe(404);
    expect(await countRows(app, 'used_links', 'userId', person.id)).toBe(1);
    app.clock.advance({ hours: 1 });
    await purge();
    expect(await countRows(app, 'used_links', 'userId', person.id)).toBe(0);
  });
});
