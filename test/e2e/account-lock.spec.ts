import { AccountLinks } from '@app/notifications';
import { expectRefusal } from '../support/answers.js';
import { type Person, signIn } from '../support/people.js';
import { countRows, giveEmail, newEmail } from '../support/signing-in.js';
import { deliverNotices } from '../support/relays.js';
import { type TestApp, startApp } from '../support/start-app.js';

const PASSWORD = 'marble lantern voyage';
const LINK = /https:\/\/carqr\.test(\/lock\?[\w-]+)/;
const UNAUTHORIZED = [401, 'UNAUTHORIZED'] as const;

describe('who changes an account', () => {
  let app: TestApp;
  let person: Person;
  let email: string;

  beforeAll(async () => {
    app = await startApp({ env: { SUPPORT_EMAIL: 'help@carqr.test' } });
  });
  beforeEach(async () => {
    app.clock.advance({ hours: 1 });
    person = await signIn(app);
    email = await giveEmail(app, person);
  });
  afterAll(() => app.stop());

  const setPassword = (body: object = {}) => person.api.put('/users/me/password', { newPassword: PASSWORD, ...body });
  const alertsTo = async (recipient: string) => {
    await deliverNotices(app.app);
    return app.inbox.to(recipient).filter(({ text }) => LINK.test(text));
  };
  const linkTo = async (recipient: string) => LINK.exec((await alertsTo(recipient))[0]?.text ?? '')?.[1] ?? '';
  const tap = (link: string) => app.api.send('POST', link, '', { 'content-type': 'application/x-www-form-urlencoded' });

  const changes: [string, string, () => Promise<unknown>][] = [
    ['sets a password', 'A password was set', () => setPassword()],
    [
      'replaces a password',
      'Your password was changed',
      async () => {
        await setPassword();
        await setPassword({ newPassword: 'copper meadow whistle' });
      },
    ],
    [
      'removes a password',
      'Your password was removed',
      async () => {
        await setPassword();
        await person.api.delete('/users/me/password');
      },
    ],
    [
      'changes the e-mail address',
      'Your e-mail was changed',
      () => person.api.patch('/users/me', { email: newEmail() }),
    ],
  ];

  it.each(changes)('and %s has the account told by SMS and mail', async (_what, words, change) => {
    await change();
    for (const recipient of [person.phone, email]) {
      const told = (await alertsTo(recipient)).filter(({ text }) => text.includes(words));
      expect(told.map(({ channel }) => channel)).toEqual([recipient === email ? 'email' : 'sms']);
    }
  });

  it('is told by an SMS of one part, in the language of the account', async () => {
    await setPassword();
    const [sms] = await alertsTo(person.phone);
    expect(sms!.text).toMatch(/^CarQR: A password was set\. Not you\? Take your account back: https:\S+$/);
    expect(sms!.text.length).toBeLessThanOrEqual(160);
    await person.api.patch('/users/me', { preferences: { language: 'hi' } });
    await person.api.delete('/users/me/password');
    expect((await alertsTo(person.phone))[0]!.text).toContain('हटाया गया');
  });

  it('is told by one SMS of a kind in an hour, and by every mail', async () => {
    for (let times = 0; times < 3; times++) {
      await setPassword();
      await person.api.delete('/users/me/password');
    }
    expect(await alertsTo(person.phone)).toHaveLength(2);
    expect(await alertsTo(email)).toHaveLength(6);
  });

  it('tells the new address once it is confirmed, and never one that nobody confirmed', async () => {
    const changed = newEmail();
    await person.api.post('/users/me/email/resend');
    await app.dataSource.query('UPDATE users SET emailVerified = ? WHERE id = ?', [0, person.id]);
    await person.api.post('/users/me/email/resend');
    await person.api.post('/users/me/email/verify', { code: await app.inbox.codeMailedTo(email) });
    await person.api.patch('/users/me', { email: changed });
    expect(await alertsTo(changed)).toEqual([]);
    await person.api.post('/users/me/email/verify', { code: await app.inbox.codeMailedTo(changed) });
    expect(await alertsTo(changed)).toHaveLength(1);
  });

  describe('loses it by the link of the message:', () => {
    it('looking at it asks first and changes nothing', async () => {
      await setPassword();
      const { status, text, headers } = await app.api.get(await linkTo(email));
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(text).toContain('<form method="post"><button>Take my account back</button></form>');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect((await person.api.get('/users/me')).status).toBe(200);
    });

    it('one tap ends all sessions and removes what was set since, in either channel and more than once', async () => {
      await setPassword();
      await person.api.patch('/users/me', { email: newEmail() });
      const link = await linkTo(person.phone);
      for (let times = 0; times < 2; times++) {
        const { status, text } = await tap(link);
        expect([status, text.includes('All sessions have ended'), text.includes('help@carqr.test')]).toEqual([
          ...[200, true, true],
        ]);
      }
      expectRefusal(await person.api.get('/users/me'), UNAUTHORIZED);
      const login = { phone: person.phone, password: PASSWORD };
      expectRefusal(await app.api.post('/auth/password/login', login), [401, 'INVALID_CREDENTIALS']);
      app.clock.advance({ seconds: 31 });
      const again = await signIn(app, { phone: person.phone });
      expect((await again.api.get('/users/me')).body.user).toMatchObject({ id: person.id, email, emailVerified: true });
    });

    it('leaves what was there before', async () => {
      await setPassword();
      app.clock.advance({ minutes: 1 });
      await app.dataSource.query('UPDATE users SET emailGivenAt = ? WHERE id = ?', [app.clock.now(), person.id]);
      app.clock.advance({ minutes: 1 });
      await person.api.patch('/users/me', { email: newEmail() });
      await tap(await linkTo(email));
      expect(await countRows(app, 'passwords', 'userId', person.id)).toBe(1);
      expect(await countRows(app, 'sessions', 'userId', person.id)).toBe(0);
    });

    it('a link that was changed, cut, repeated or is old does nothing', async () => {
      await setPassword();
      const other = await signIn(app);
      const good = await linkTo(email);
      const links = app.app.get(AccountLinks, { strict: false });
      const token = links.tokenFor({ userId: person.id, since: app.clock.now(), channel: 'sms' });
      expect(links.read(token)?.userId).toBe(person.id);
      const foreign = Buffer.from(token, 'base64url');
      foreign.write(other.id.replaceAll('-', ''), 'hex');
      const bad = [
        '',
        'x',
        person.id,
        token.slice(0, -1),
        `${token}A`,
        `token=${token}`,
        foreign.toString('base64url'),
      ];
      for (const query of bad) expect([query, (await tap(`/lock?${query}`)).status]).toEqual([query, 404]);
      app.clock.advance({ days: 7 });
      const old = await tap(good);
      expect([old.status, old.text.includes('does not work any more')]).toEqual([404, true]);
      expect(await countRows(app, 'sessions', 'userId', person.id)).toBe(1);
      expect(await countRows(app, 'passwords', 'userId', person.id)).toBe(1);
    });

    it('speaks Hindi to whoever reads it, and is done for an account that is gone', async () => {
      await setPassword();
      const link = await linkTo(email);
      const hindi = app.api.as({ headers: { 'accept-language': 'hi-IN,en;q=0.5' } });
      expect((await hindi.get(link)).text).toContain('<html lang="hi">');
      await person.api.delete('/users/me');
      expect((await tap(link)).status).toBe(200);
    });
  });
});
