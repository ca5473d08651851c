import type { Answer } from '../support/api-client.js';
import { expectRefusal, simultaneously, tally } from '../support/answers.js';
import { type Person, signIn } from '../support/people.js';
import { arrive, newEmail, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const EMAIL_TAKEN = [409, 'EMAIL_TAKEN'] as const;

describe('an e-mail address that somebody gave', () => {
  let app: TestApp;
  let holder: Person;
  let email: string;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    email = newEmail();
    holder = await signIn(app, { email });
  });
  afterAll(() => app.stop());

  const readEmail = async ({ phone }: Person) => {
    const rows = await app.dataSource.query<{ email: string | null }[]>('SELECT email FROM users WHERE phone = ?', [
      phone,
    ]);
    return rows[0]?.email;
  };
  const wait = () => app.clock.advance({ days: 7 });

  /** The ways to name an address, each by somebody else than its holder. */
  const CLAIMS: [string, () => Promise<Answer>][] = [
    ['signs up with it', async () => verify(await arrive(app), { email })],
    [
      'fills an empty address with it',
      async () => {
        const { phone } = await signIn(app);
        app.clock.advance({ seconds: 30 });
        return verify(await arrive(app, phone), { email });
      },
    ],
    ['changes to it', async () => (await signIn(app)).api.patch('/users/me', { email })],
  ];

  it.each(CLAIMS)('and did not confirm for seven days goes to whoever %s', async (_what, claim) => {
    wait();
    const { status, body } = await claim();
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ email, emailVerified: false });
    expect(await readEmail(holder)).toBeNull();
  });

  it.each(CLAIMS)('stays theirs for seven days, whoever %s', async (_what, claim) => {
    app.clock.advance({ days: 6, hours: 23 });
    expectRefusal(await claim(), EMAIL_TAKEN);
    expect(await readEmail(holder)).toBe(email);
  });

  it.each(CLAIMS)('and confirmed stays theirs for ever, whoever %s', async (_what, claim) => {
    const code = await app.inbox.codeMailedTo(email);
    expect((await holder.api.post('/users/me/email/verify', { code })).status).toBe(200);
    app.clock.advance({ days: 400 });
    expectRefusal(await claim(), EMAIL_TAKEN);
    expect(await readEmail(holder)).toBe(email);
  });

  it('stays theirs when somebody names it who has an address already, and so does not get it', async () => {
    const own = newEmail();
    const { phone } = await signIn(app, { email: own });
    wait();
    const { status, body } = await verify(await arrive(app, phone), { email });
    expect([status, body.user.email]).toEqual([200, own]);
    expect(await readEmail(holder)).toBe(email);
  });

  it('stays theirs for seven days from their last change when a program of the version before stored it', async () => {
    wait();
    const changes = 'UPDATE users SET emailGivenAt = NULL, updatedAt = ? WHERE phone = ?';
    await app.dataSource.query(changes, [app.clock.now(), holder.phone]);
    expectRefusal(await verify(await arrive(app), { email }), EMAIL_TAKEN);
    wait();
    expect((await verify(await arrive(app), { email })).status).toBe(200);
  });

  it('and did not confirm goes to exactly one of twenty who claim it at the same moment', async () => {
    const people = await simultaneously(20, () => signIn(app));
    wait();
    const again = await simultaneously(20, (index) => arrive(app, people[index]?.phone));
    const answers = await simultaneously(20, (index) => verify(again[index]!, { email }));
    expect(tally(answers.map(({ body }) => body.code ?? 'claimed'))).toEqual({ claimed: 1, EMAIL_TAKEN: 19 });
    expect(await readEmail(holder)).toBeNull();
  });

  it('counts its seven days from when it was given, not from the sign-up', async () => {
    app.clock.advance({ days: 5 });
    const later = newEmail();
    const signedIn = await signIn(app, { phone: holder.phone });
    await signedIn.api.patch('/users/me', { email: later });
    app.clock.advance({ days: 5 });
    expectRefusal(await verify(await arrive(app), { email: later }), EMAIL_TAKEN);
  });

  it('does not begin its seven days again when it was given up unconfirmed and given again', async () => {
    app.clock.advance({ days: 6 });
    holder = await signIn(app, { phone: holder.phone });
    for (const address of [newEmail(), email, newEmail(), email]) {
      expect((await holder.api.patch('/users/me', { email: address })).body.user.email).toBe(address);
    }
    expectRefusal(await verify(await arrive(app), { email }), EMAIL_TAKEN);
    app.clock.advance({ days: 1 });
    expect((await verify(await arrive(app), { email })).body.user.email).toBe(email);
    expect(await readEmail(holder)).toBeNull();
  });

  it('begins its seven days again when it was confirmed in between', async () => {
    app.clock.advance({ days: 6 });
    holder = await signIn(app, { phone: holder.phone });
    const change = (address: string) => holder.api.patch('/users/me', { email: address });
    await change(newEmail());
    await change(email);
    await holder.api.post('/users/me/email/verify', { code: await app.inbox.codeMailedTo(email) });
    await change(newEmail());
    await change(email);
    app.clock.advance({ days: 6 });
    expectRefusal(await verify(await arrive(app), { email }), EMAIL_TAKEN);
    app.clock.advance({ days: 1 });
    expect((await verify(await arrive(app), { email })).status).toBe(200);
  });

  it('is no longer confirmed by the code of the one who lost it', async () => {
    app.clock.advance({ days: 6, hours: 23, minutes: 58 });
    holder = await signIn(app, { phone: holder.phone });
    await holder.api.post('/users/me/email/resend');
    const code = await app.inbox.codeMailedTo(email);
    app.clock.advance({ minutes: 3 });
    const claimant = await signIn(app, { email });
    expectRefusal(await holder.api.post('/users/me/email/verify', { code }), [401, 'INVALID_OTP']);
    expectRefusal(await claimant.api.post('/users/me/email/verify', { code }), [401, 'INVALID_OTP']);
  });
});
