import { expectRefusal } from '../support/answers.js';
import type { ApiClient } from '../support/api-client.js';
import { type Owner, newPhone, signInOwner } from '../support/people.js';
import { changePhone } from '../support/phone-changes.js';
import { deliverNotices } from '../support/relays.js';
import { arrive, giveEmail, newEmail, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const THIEFS = 'marble lantern voyage';
const LINK = /https:\/\/carqr\.test(\/lock\?[\w-]+)/;
const REAUTHENTICATION_REQUIRED = [403, 'REAUTHENTICATION_REQUIRED'] as const;
const UNAUTHORIZED = [401, 'UNAUTHORIZED'] as const;

describe('whoever holds an account for one minute, on two instances,', () => {
  let first: TestApp;
  let second: TestApp;
  let owner: Owner;
  let email: string;
  /** Has the owner's token and calls another instance than the owner. */
  let thief: ApiClient;

  beforeAll(async () => {
    first = await startApp();
    second = await startApp({ besides: first });
  });
  beforeEach(async () => {
    first.clock.advance({ hours: 1 });
    owner = await signInOwner(first);
    email = await giveEmail(first, owner);
    thief = second.api.fromNewAddress().as({ token: owner.token });
  });
  afterAll(async () => {
    await second.stop();
    await first.stop();
  });

  const login = (instance: TestApp, account: object) =>
    instance.api.fromNewAddress().post('/auth/password/login', { ...account, password: THIEFS });
  /** Whichever instance delivered it. */
  const linkTo = async (recipient: string): Promise<string> => {
    for (const { app } of [first, second]) await deliverNotices(app);
    const texts = [first, second].flatMap(({ inbox }) => inbox.to(recipient).map(({ text }) => text));
    return texts.map((text) => LINK.exec(text)?.[1]).find((link) => link !== undefined) ?? 'no link';
  };
  const signInAgain = async (instance: TestApp) => {
    first.clock.advance({ seconds: 31 });
    const { body } = await verify(await arrive(instance, owner.phone));
    return instance.api.fromNewAddress().as({ token: body.token });
  };

  it('keeps nothing by a token: every act that would give the account away wants a code', async () => {
    first.clock.advance({ minutes: 11 });
    const acts = [
      () => thief.put('/users/me/password', { newPassword: THIEFS }),
      () => thief.delete('/users/me/password'),
      () => thief.patch('/users/me', { email: newEmail() }),
      () => thief.get('/users/me/export'),
      () => thief.delete('/users/me'),
    ];
    for (const act of acts) expectRefusal(await act(), REAUTHENTICATION_REQUIRED);
    const { otp, sessionId } = await arrive(second, newPhone());
    expectRefusal(await thief.post('/auth/reauthenticate', { otp, sessionId }), [401, 'INVALID_OTP']);

    const { body } = await owner.api.get('/users/me');
    expect(body.user).toMatchObject({ id: owner.id, email, emailVerified: true });
    expectRefusal(await login(second, { phone: owner.phone }), [401, 'INVALID_CREDENTIALS']);
  });

  it('who can read the code as well loses the account again by one tap on the SMS or the mail', async () => {
    first.clock.advance({ minutes: 11 });
    const { otp, sessionId } = await arrive(second, owner.phone);
    expect((await thief.post('/auth/reauthenticate', { otp, sessionId })).status).toBe(200);
    const mailbox = newEmail();
    expect((await thief.put('/users/me/password', { newPassword: THIEFS })).status).toBe(200);
    expect((await thief.patch('/users/me', { email: mailbox })).status).toBe(200);
    // Either instance may have been the one that delivered it.
    const inbox = (await second.inbox.codeMailsTo(mailbox)).length > 0 ? second.inbox : first.inbox;
    const code = await inbox.codeMailedTo(mailbox);
    expect((await thief.post('/users/me/email/verify', { code })).status).toBe(200);
    const { body: stolen } = await login(second, { phone: owner.phone });

    expect(await linkTo(owner.phone)).toMatch(/^\/lock/);
    const tapped = await first.api.fromNewAddress().send('POST', await linkTo(email), '', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(tapped.status).toBe(200);

    for (const token of [owner.token, stolen.token]) {
      expectRefusal(await second.api.as({ token }).get('/users/me'), UNAUTHORIZED);
    }
    for (const refreshToken of [owner.refreshToken, stolen.refreshToken]) {
      expectRefusal(await second.api.post('/auth/refresh', { refreshToken }), [401, 'INVALID_REFRESH_TOKEN']);
    }
    for (const account of [{ phone: owner.phone }, { email: mailbox }]) {
      expectRefusal(await login(second, account), [401, 'INVALID_CREDENTIALS']);
    }
    const again = await signInAgain(first);
    expect((await again.get('/users/me')).body.user).toMatchObject({ id: owner.id, email, emailVerified: true });
    expect((await again.get('/cars/me')).body.car.id).toBe(owner.car.id);
  });

  it('who moves it to a phone and a mailbox of their own loses it by one tap on the first SMS', async () => {
    const { phone } = await changePhone(second, { ...owner, api: thief });
    first.clock.advance({ minutes: 1 });
    const mailbox = newEmail();
    expect((await thief.patch('/users/me', { email: mailbox })).status).toBe(200);
    const inbox = (await second.inbox.codeMailsTo(mailbox)).length > 0 ? second.inbox : first.inbox;
    expect((await thief.post('/users/me/email/verify', { code: await inbox.codeMailedTo(mailbox) })).status).toBe(200);
    expect((await thief.put('/users/me/password', { newPassword: THIEFS })).status).toBe(200);
    expect((await login(second, { phone })).status).toBe(200);

    const tapped = await first.api.fromNewAddress().send('POST', await linkTo(owner.phone), '', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(tapped.status).toBe(200);

    expectRefusal(await thief.get('/users/me'), UNAUTHORIZED);
    for (const account of [{ phone }, { phone: owner.phone }, { email: mailbox }]) {
      expectRefusal(await login(second, account), [401, 'INVALID_CREDENTIALS']);
    }
    const again = await signInAgain(first);
    expect((await again.get('/users/me')).body.user).toMatchObject({ id: owner.id, phone: owner.phone, email });
    first.clock.advance({ seconds: 31 });
    const { body } = await verify(await arrive(second, phone));
    expect([body.isNewUser, body.user.id === owner.id]).toEqual([true, false]);
  });

  it('with an unlocked phone loses the account to a fresh code, without the thief’s password', async () => {
    expect((await thief.put('/users/me/password', { newPassword: THIEFS })).status).toBe(200);
    const again = await signInAgain(first);
    expect((await login(second, { phone: owner.phone })).status).toBe(200);
    expect((await again.delete('/users/me/password')).status).toBe(200);
    expectRefusal(await thief.get('/users/me'), UNAUTHORIZED);
    expectRefusal(await login(second, { phone: owner.phone }), [401, 'INVALID_CREDENTIALS']);
    expect((await again.get('/auth/sessions')).body.sessions).toHaveLength(1);
  });
});
