import { AccountLinks } from '@app/notifications';
import { ReplacedContacts } from '@app/users';
import { expectRefusal } from '../support/answers.js';
import {
  contactsOf,
  giveAndConfirmEmail,
  lockLinksTo,
  requestCodeByMail,
  signInByMail,
  tapLockLink,
} from '../support/lock-links.js';
import { type Person, makePremium, newPhone, signIn } from '../support/people.js';
import { changePhone, startPhoneChange, verifyPhone } from '../support/phone-changes.js';
import { arrive, countRows, giveEmail, newEmail, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const PASSWORD = 'marble lantern voyage';

describe('the link of a message about a changed account', () => {
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
    app.clock.advance({ minutes: 1 });
  });
  afterAll(() => app.stop());

  const linksTo = (recipient: string) => lockLinksTo(app, recipient);
  const linkTo = async (recipient: string, index = 0) => (await linksTo(recipient))[index] ?? 'no link';
  const tap = (link: string) => tapLockLink(app, link);
  const contacts = () => contactsOf(app, person);
  const kept = () => countRows(app, 'replaced_contacts', 'userId', person.id);
  const later = () => app.clock.advance({ minutes: 1 });
  const move = async (who: Person = person): Promise<string> => (await changePhone(app, who)).phone;
  const giveAndConfirm = (who: Pick<Person, 'api'> = person, address?: string) =>
    giveAndConfirmEmail(app, who, address);

  describe('against a thief who held the unlocked phone,', () => {
    it('by SMS and by mail gives back the phone and the address, once, and keeps nothing', async () => {
      for (const recipient of ['phone', 'email'] as const) {
        person = await signIn(app);
        email = await giveEmail(app, person);
        await move();
        later();
        await giveAndConfirm();
        const link = await linkTo(recipient === 'phone' ? person.phone : email);
        expect(await tap(link)).toBe(200);
        expect([await contacts(), await kept()]).toEqual([[person.phone, email], 0]);
        expect(await tap(link)).toBe(200);
        expect(await contacts()).toEqual([person.phone, email]);
      }
    });

    it('by SMS gives back a phone that was changed by a code to the thief’s own new address', async () => {
      const mailbox = await giveAndConfirm();
      later();
      const phone = await move(await signInByMail(app, person, mailbox));
      expect(await contacts()).toEqual([phone, mailbox]);
      await tap(await linkTo(person.phone));
      expect(await contacts()).toEqual([person.phone, email]);
    });

    it('removes the thief’s addresses where there was none, however often they changed', async () => {
      person = await signIn(app);
      await giveAndConfirm();
      later();
      await giveAndConfirm();
      later();
      await tap(await linkTo(person.phone));
      expect([await contacts(), await kept()]).toEqual([[person.phone, null], 0]);
    });

    it('removes an address that they named again, as often as they gave it up before', async () => {
      person = await signIn(app);
      const mailbox = newEmail();
      for (const address of [mailbox, newEmail()]) await person.api.patch('/users/me', { email: address });
      app.clock.advance({ days: 8 });
      person = await signIn(app, { phone: person.phone });
      await giveAndConfirm(person, mailbox);
      later();
      const phone = await move(await signInByMail(app, person, mailbox));
      expect(await contacts()).toEqual([phone, mailbox]);
      const link = (await linksTo(person.phone)).at(-2)!;
      expect(await tap(link)).toBe(200);
      expect(await contacts()).toEqual([person.phone, null]);
    });

    it('restores the state before its own change: the first link wins', async () => {
      const second = await move();
      later();
      const third = await move();
      later();
      const mailbox = await giveAndConfirm();
      expect(await contacts()).toEqual([third, mailbox]);
      await tap(await linkTo(email, 1));
      expect(await contacts()).toEqual([second, email]);
      await tap(await linkTo(person.phone));
      expect(await contacts()).toEqual([person.phone, email]);
    });

    it('takes the thief’s number also when the old one is another account’s, and gives it back once it is free', async () => {
      const viewer = await signIn(app);
      await makePremium(app, viewer, null);
      const { body: added } = await person.api.post('/cars', { carNumber: 'KA 01 AB 1234', carModel: 'Tata Nexon' });
      const shownPhone = async (): Promise<string | null> =>
        (await viewer.api.get(`/cars/qr/${added.car.qrCode}`)).body.car.owner.phone;
      expect(await shownPhone()).toBe(person.phone);
      const stolen = await move();
      app.clock.advance({ seconds: 31 });
      const empty = await signIn(app, { phone: person.phone });
      expect(empty.id).not.toBe(person.id);
      const link = await linkTo(person.phone);
      expect(await tap(link)).toBe(200);
      const [phone] = await contacts();
      expect(phone).toMatch(/^\+00\d{16}$/);
      expect(await shownPhone()).toBeNull();
      const { body } = await verify(await arrive(app, stolen));
      expect([body.isNewUser, body.user.id === person.id]).toEqual([true, false]);
      expect((await app.api.post('/auth/otp/request', { phone })).status).toBe(422);
      expect((await signInByMail(app, person, email)).id).toBe(person.id);
      await empty.api.delete('/users/me');
      await tap(link);
      expect(await contacts()).toEqual([person.phone, email]);
    });

    it('gives back an address that somebody named and did not confirm, and not one that is confirmed', async () => {
      await giveAndConfirm();
      const squatter = await signIn(app);
      await squatter.api.patch('/users/me', { email });
      await tap(await linkTo(person.phone));
      expect(await contacts()).toEqual([person.phone, email]);
      expect((await squatter.api.get('/users/me')).body.user.email).toBeNull();

      app.clock.advance({ hours: 2 });
      await giveAndConfirm(await signIn(app, { phone: person.phone }));
      await giveAndConfirm(await signIn(app, { phone: squatter.phone }), email);
      await tap(await linkTo(person.phone, 1));
      expect(await contacts()).toEqual([person.phone, null]);
      expect(await countRows(app, 'users', 'email', email)).toBe(1);
    });
  });

  describe('against a thief who keeps the old phone,', () => {
    it('by SMS leaves the phone that a mailed code allowed; by mail it restores even that', async () => {
      app.clock.advance({ minutes: 11 });
      const owner = await signInByMail(app, person, email);
      const phone = await move(owner);
      const address = await giveAndConfirm(owner);
      expect(await tap(await linkTo(person.phone))).toBe(200);
      expect(await contacts()).toEqual([phone, address]);
      expect(await countRows(app, 'sessions', 'userId', person.id)).toBe(0);
      await tap(await linkTo(email));
      expect(await contacts()).toEqual([person.phone, email]);
    });

    it('does so too when the mailed code was given again in a session', async () => {
      app.clock.advance({ minutes: 11 });
      const { code } = await requestCodeByMail(app, email);
      expect((await person.api.post('/auth/reauthenticate', code)).status).toBe(200);
      const phone = await move();
      await tap(await linkTo(person.phone));
      expect(await contacts()).toEqual([phone, email]);
    });

    it('by an earlier SMS undoes nothing up to the owner’s change, and what the thief did after it', async () => {
      const thiefs = await move();
      app.clock.advance({ minutes: 11 });
      const phone = await move(await signInByMail(app, person, email));
      expect(phone).not.toBe(thiefs);
      await tap(await linkTo(person.phone));
      expect(await contacts()).toEqual([phone, email]);
      later();
      await changePhone(app, await signIn(app, { phone }));
      await tap(await linkTo(person.phone));
      expect(await contacts()).toEqual([phone, email]);
    });

    it('counts a code of an unknown channel, as before an upgrade, as mailed', async () => {
      await app.dataSource.query('UPDATE sessions SET codeSentTo = NULL WHERE userId = ?', [person.id]);
      const phone = await move();
      await tap(await linkTo(person.phone));
      expect(await contacts()).toEqual([phone, email]);
    });
  });

  it('says its channel in a token that is not longer, and a token of the version before is one by SMS', () => {
    const links = app.app.get(AccountLinks, { strict: false });
    const link = { userId: person.id, since: new Date(Math.floor(app.clock.nowMs() / 1000) * 1000) };
    for (const channel of ['sms', 'email'] as const) {
      const token = links.tokenFor({ ...link, channel });
      expect([token.length, links.read(token)]).toEqual([48, { ...link, channel }]);
    }
  });

  it('restores up to the last second of 7 days; then what was replaced is deleted', async () => {
    const purge = () => app.app.get(ReplacedContacts, { strict: false }).purge();
    await move();
    app.clock.advance({ days: 7, ms: -1001 });
    await purge();
    expect(await tap(await linkTo(person.phone))).toBe(200);
    expect(await contacts()).toEqual([person.phone, email]);
    person = await signIn(app, { phone: person.phone });
    const phone = await move();
    app.clock.advance({ days: 7 });
    expect(await tap((await linksTo(person.phone)).at(-1)!)).toBe(404);
    await purge();
    expect([await contacts(), await kept()]).toEqual([[phone, email], 0]);
  });

  it('keeps nothing of an erased account, nor of an address that was not confirmed', async () => {
    await person.api.patch('/users/me', { email: newEmail() });
    later();
    await person.api.patch('/users/me', { email: newEmail() });
    const sql = 'SELECT value FROM replaced_contacts WHERE userId = ? ORDER BY replacedAt';
    expect(await app.dataSource.query(sql, [person.id])).toEqual([{ value: email }, { value: null }]);
    await person.api.delete('/users/me');
    expect(await kept()).toBe(0);
  });

  it('at the moment of another change: that one is undone as well, or refused', async () => {
    for (let round = 0; round < 5; round++) {
      app.clock.advance({ hours: 1 });
      const who = await signIn(app);
      const first = await changePhone(app, who);
      const link = await linkTo(who.phone);
      const change = await startPhoneChange(app, first, newPhone());
      await first.api.put('/users/me/password', { newPassword: PASSWORD });
      const login = app.api.fromNewAddress().post('/auth/password/login', { phone: first.phone, password: PASSWORD });
      const [signedIn, tapped, changed, mailed, set] = await Promise.all([
        login,
        tap(link),
        verifyPhone(change),
        first.api.patch('/users/me', { email: newEmail() }),
        first.api.put('/users/me/password', { newPassword: PASSWORD }),
      ]);
      expect(tapped).toBe(200);
      if (signedIn.status !== 200) expectRefusal(signedIn, [401, 'INVALID_CREDENTIALS']);
      for (const answer of [changed, mailed, set]) {
        if (answer.status !== 200) expectRefusal(answer, [401, 'UNAUTHORIZED']);
      }
      expect(await contactsOf(app, who)).toEqual([who.phone, null]);
      expect(await countRows(app, 'passwords', 'userId', who.id)).toBe(0);
      expect(await countRows(app, 'sessions', 'userId', who.id)).toBe(0);
    }
  });
});
