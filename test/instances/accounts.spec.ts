import { expectRefusal, simultaneously, tally } from '../support/answers.js';
import { type Owner, type Person, makeAdmin, signIn, signInOwner } from '../support/people.js';
import { newEmail } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('accounts on two instances', () => {
  let first: TestApp;
  let second: TestApp;
  let admin: Person;
  let owner: Owner;
  let email: string;

  beforeAll(async () => {
    first = await startApp();
    second = await startApp({ besides: first });
    admin = await signIn(first);
    await makeAdmin(first, admin);
  });
  beforeEach(async () => {
    email = newEmail();
    owner = await signInOwner(first, { email });
  });
  afterAll(async () => {
    await second.stop();
    await first.stop();
  });

  const atSecond = ({ token }: Person) => second.api.fromNewAddress().as({ token });
  const lookUps = () =>
    Promise.all([owner.car.qrCode, owner.car.id].map((key) => second.api.fromNewAddress().get(`/cars/qr/${key}`)));

  it('are disabled on one and shut out of the other at once, their codes too', async () => {
    expect((await atSecond(owner).get('/users/me')).status).toBe(200);
    for (const { status } of await lookUps()) expect(status).toBe(200);
    const change = (disabled: boolean) => admin.api.patch(`/admin/users/${owner.id}`, { disabled, reason: 'because' });
    await change(true);
    expectRefusal(await atSecond(owner).get('/users/me'), [401, 'UNAUTHORIZED']);
    const refreshed = await second.api.post('/auth/refresh', { refreshToken: owner.refreshToken });
    expectRefusal(refreshed, [401, 'INVALID_REFRESH_TOKEN']);
    for (const answer of await lookUps()) expectRefusal(answer, [404, 'QR_NOT_FOUND']);
    await change(false);
    for (const { status } of await lookUps()) expect(status).toBe(200);
  });

  it('have a code disabled on one that no longer resolves on the other', async () => {
    await lookUps();
    await admin.api.patch(`/admin/qr/${owner.car.qrCode}`, { active: false, reason: 'because' });
    for (const answer of await lookUps()) expectRefusal(answer, [404, 'QR_NOT_FOUND']);
  });

  it('confirm an address once, whichever of them is sent the code at the same moment', async () => {
    // Either instance may have been the one that delivered it.
    const inbox = (await first.inbox.codeMailsTo(email)).length > 0 ? first.inbox : second.inbox;
    const code = await inbox.codeMailedTo(email);
    const callers = [owner.api, atSecond(owner)];
    const answers = await simultaneously(20, (index) => callers[index % 2]!.post('/users/me/email/verify', { code }));
    expect(tally(answers.map(({ body }) => body.code ?? 'confirmed'))).toEqual({ confirmed: 1, INVALID_OTP: 19 });
  });

  it('mail a new code through one alone within 30 s', async () => {
    first.clock.advance({ seconds: 30 });
    const callers = [owner.api, atSecond(owner)];
    const answers = await simultaneously(10, (index) => callers[index % 2]!.post('/users/me/email/resend'));
    expect(tally(answers.map(({ body }) => body.code ?? 'mailed'))).toEqual({ mailed: 1, RATE_LIMITED: 9 });
  });
});
