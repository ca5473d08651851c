import { Notifications } from '@app/notifications';
import { CodeMails } from '../../libs/auth/src/code-mails.js';
import { WakeUps } from '../../libs/notifications/src/wake-ups.js';
import { expectRefusal, simultaneously } from '../support/answers.js';
import { type Person, makeAdmin, signIn } from '../support/people.js';
import { relayOf } from '../support/relays.js';
import { arrive, countRows, markEmailVerified, newEmail, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const HINDI = /[\u0900-\u097f]/;

describe('a user who confirmed an e-mail address', () => {
  let app: TestApp;
  let email: string;
  let person: Person;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    email = newEmail();
    person = await signIn(app, { email });
  });
  afterAll(() => app.stop());

  const confirm = async (address = email) => {
    const code = await app.inbox.codeMailedTo(address);
    return person.api.post('/users/me/email/verify', { code });
  };
  const mailsTo = async (address = email) => {
    await relayOf(app).deliver();
    return app.inbox.to(address);
  };
  const askByMail = async () =>
    (await app.api.fromNewAddress().post('/auth/otp/request', { email })).body.sessionId as string;
  const chooseHindi = () => person.api.patch('/users/me', { preferences: { language: 'hi' } });

  it('is welcomed there', async () => {
    expect(await mailsTo()).toHaveLength(1);
    await confirm();
    const [welcome, ...others] = await mailsTo();
    expect(welcome!.subject).toBe('Welcome to CarQR');
    expect(others).toHaveLength(1);
  });

  it('is welcomed once, whatever further addresses they confirm', async () => {
    await confirm();
    const changed = newEmail();
    await person.api.patch('/users/me', { email: changed });
    expect((await confirm(changed)).status).toBe(200);
    expect((await mailsTo(changed)).map(({ subject }) => subject)).toEqual([
      'Your e-mail was changed (CarQR)',
      expect.stringContaining('confirms your e-mail address'),
    ]);
  });

  it('is not welcomed for a wrong code', async () => {
    await mailsTo();
    await person.api.post('/users/me/email/verify', { code: 'wrong' });
    expect(await mailsTo()).toHaveLength(1);
    expect(await countRows(app, 'notifications', 'onceKey', `welcome ${person.id}`)).toBe(0);
  });

  it('is written to in the language that they chose, codes to sign in included', async () => {
    await chooseHindi();
    await confirm();
    app.clock.advance({ seconds: 30 });
    const sessionId = await askByMail();
    const otp = await app.inbox.codeMailedTo(email);
    const [signInCode, welcome] = await mailsTo();
    for (const mail of [signInCode, welcome]) expect(mail!.subject).toMatch(HINDI);
    expect((await app.api.post('/auth/otp/verify', { email, otp, sessionId })).body.user.id).toBe(person.id);
  });

  it.each([
    ['hi-IN,hi;q=0.9,en;q=0.8', 'hi'],
    ['ta-IN,hi;q=0.9,en;q=0.8', 'hi'],
    ['en-IN,hi;q=0.5', 'en'],
    ['ta-IN', 'en'],
    [undefined, 'en'],
  ])(
    'and signed up from a phone that speaks %p is written to in %s from the first mail on',
    async (header, language) => {
      const address = newEmail();
      const arrival = await arrive(app);
      const api = arrival.api.as({ headers: header === undefined ? {} : { 'accept-language': header } });
      const { body } = await verify({ ...arrival, api }, { email: address });
      expect(body.user.preferences.language).toBe(language);
      const [first] = await mailsTo(address);
      expect(HINDI.test(first!.subject!)).toBe(language === 'hi');
    },
  );

  it('keeps the language that they chose when they sign in from a phone of another one', async () => {
    app.clock.advance({ minutes: 1 });
    const arrival = await arrive(app, person.phone);
    const api = arrival.api.as({ headers: { 'accept-language': 'hi' } });
    expect((await verify({ ...arrival, api })).body.user.preferences.language).toBe('en');
  });

  it('is mailed the code for a further address in the language that they chose', async () => {
    const changed = newEmail();
    await chooseHindi();
    await person.api.patch('/users/me', { email: changed });
    expect((await mailsTo(changed))[0]!.subject).toMatch(HINDI);
  });

  it('gets no mail about an account that is disabled', async () => {
    const admin = await signIn(app);
    await makeAdmin(app, admin);
    await markEmailVerified(app, email);
    await mailsTo();
    const device = app.api.fromNewAddress().as({ headers: { 'user-agent': 'A tablet' } });
    app.clock.advance({ seconds: 30 });
    // The sign-in is what there is to tell of; nobody delivers it before the account is disabled.
    jest.spyOn(app.app.get(WakeUps, { strict: false }), 'wake').mockReturnValue();
    expect((await verify({ ...(await arrive(app, person.phone)), api: device })).status).toBe(200);
    await admin.api.patch(`/admin/users/${person.id}`, { disabled: true, reason: 'because' });
    expect((await mailsTo()).map(({ subject }) => subject)).toEqual([expect.stringContaining('confirms')]);
    expect(await countRows(app, 'notifications', 'userId', person.id)).toBe(2);
    jest.restoreAllMocks();
  });

  describe('and changes it', () => {
    const CHANGED = 'Your e-mail was changed (CarQR)';
    const changeTo = (address: string) => person.api.patch('/users/me', { email: address });
    const tellings = async () => (await mailsTo()).filter(({ subject }) => subject === CHANGED);

    it('is told so at the old address, which does not learn the new one', async () => {
      await confirm();
      const changed = newEmail();
      await changeTo(changed);
      const told = await tellings();
      expect(told).toHaveLength(1);
      expect(told[0]!.text).not.toContain(changed);
    });

    it('is told so in the language that they chose', async () => {
      await chooseHindi();
      await confirm();
      await changeTo(newEmail());
      const subjects = (await mailsTo()).map(({ subject }) => subject);
      expect(subjects).toContainEqual(expect.stringMatching(/बदल/));
    });

    it('is told so once, however many changes come at the same moment', async () => {
      await confirm();
      await simultaneously(5, () => changeTo(newEmail()));
      expect(await tellings()).toHaveLength(1);
    });

    it('keeps the old address when that cannot be written down', async () => {
      await confirm();
      jest.spyOn(app.app.get(Notifications, { strict: false }), 'tell').mockRejectedValueOnce(new Error('gone'));
      expectRefusal(await changeTo(newEmail()), [500, 'SERVER_ERROR']);
      expect((await person.api.get('/users/me')).body.user).toMatchObject({ email, emailVerified: true });
      jest.restoreAllMocks();
    });

    it('is told nothing of an address that was refused, or is the same', async () => {
      await confirm();
      const taken = newEmail();
      await signIn(app, { email: taken });
      expectRefusal(await changeTo(taken), [409, 'EMAIL_TAKEN']);
      expect((await changeTo(email.toUpperCase())).status).toBe(200);
      await person.api.patch('/users/me', { name: 'Asha' });
      expect(await tellings()).toEqual([]);
    });

    it('is told nothing at an address that nobody had confirmed', async () => {
      await changeTo(newEmail());
      expect((await mailsTo()).map(({ subject }) => subject)).toEqual([expect.stringContaining('confirms')]);
    });
  });

  it('is mailed no code that has expired meanwhile', async () => {
    await markEmailVerified(app, email);
    const mailed = await mailsTo();
    const dropped = await countRows(app, 'notifications', 'status', 'dropped');
    app.clock.advance({ seconds: 30 });
    jest.spyOn(app.app.get(WakeUps, { strict: false }), 'wake').mockReturnValue();
    await askByMail();
    await app.app.get(CodeMails, { strict: false }).settle();
    app.clock.advance({ seconds: 300 });
    expect(await mailsTo()).toEqual(mailed);
    expect(await countRows(app, 'notifications', 'status', 'dropped')).toBe(dropped + 1);
    jest.restoreAllMocks();
  });
});
