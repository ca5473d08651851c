import { Mailer } from '@app/mail';
import { Notifications, NotificationsRepository } from '@app/notifications';
import { WakeUps } from '../../libs/notifications/src/wake-ups.js';
import { visibleParts } from '../support/answers.js';
import { signIn } from '../support/people.js';
import { relayOf } from '../support/relays.js';
import { arrive, countRows, markEmailVerified, newEmail, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('a mail server', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ env: { LOG_LEVEL: 'trace' } });
  });
  afterEach(() => void jest.restoreAllMocks());
  afterAll(() => app.stop());

  const mailer = () => app.app.get(Mailer, { strict: false });

  /** Everything that mails a code, and what it answers. */
  async function mailEveryCode(): Promise<{ signUp: number; change: number; resend: number; signIn: object }> {
    const verified = newEmail();
    const person = await signIn(app);
    await person.api.patch('/users/me', { email: verified });
    await markEmailVerified(app, verified);
    const signedUp = await verify(await arrive(app), { email: newEmail() });
    const changed = await person.api.patch('/users/me', { email: newEmail() });
    app.clock.advance({ seconds: 30 });
    const resent = await person.api.post('/users/me/email/resend');
    await person.api.patch('/users/me', { email: verified });
    await markEmailVerified(app, verified);
    return { signUp: signedUp.status, change: changed.status, resend: resent.status, signIn: await askFor(verified) };
  }

  async function askFor(email: string): Promise<object> {
    const answer = await app.api.fromNewAddress().post('/auth/otp/request', { email });
    return visibleParts({ ...answer, text: answer.text.replace(answer.body.sessionId, '') });
  }

  it('that does not answer keeps nobody waiting, whether or not there is an account', async () => {
    const answer = deferred();
    jest.spyOn(mailer(), 'send').mockReturnValue(answer.promise);
    const answers = await mailEveryCode();
    expect(answers).toEqual({ signUp: 200, change: 200, resend: 200, signIn: await askFor(newEmail()) });
    answer.resolve();
  });

  it('that refuses fails no request, and the log tells of it without the code or the address', async () => {
    const mails: string[] = [];
    jest.spyOn(mailer(), 'send').mockImplementation(({ to, text }) => {
      mails.push(to, /\d{6}/.exec(text)?.[0] ?? 'no code');
      return Promise.reject(new Error(`550 ${to} does not want "${text}"`));
    });
    const answers = await mailEveryCode();
    await relayOf(app).deliver();
    expect(answers).toEqual({ signUp: 200, change: 200, resend: 200, signIn: await askFor(newEmail()) });
    const told = app.logs.filter((line) => /notice \S+ was retried/.test(line));
    expect(mails).toHaveLength(2 * told.length);
    expect(told.length).toBeGreaterThanOrEqual(4);
    expectNothingSpelt(mails);
  });

  it('is asked for nothing when the outbox takes no code, and no request fails', async () => {
    const outbox = app.app.get(Notifications, { strict: false });
    const codes: string[] = [];
    jest.spyOn(outbox, 'tell').mockImplementation((_manager, notice) => {
      if (!('code' in notice)) return Promise.resolve(false);
      codes.push(notice.code, ...(notice.to === null ? [] : [notice.to]));
      return Promise.reject(new Error(`Incorrect string value in ${JSON.stringify(notice)}`));
    });
    const answers = await mailEveryCode();
    await relayOf(app).deliver();
    expect(answers).toEqual({ signUp: 200, change: 200, resend: 200, signIn: await askFor(newEmail()) });
    const told = app.logs.filter((line) => line.includes('A code could not be mailed.'));
    expect(codes.filter((code) => /^\d{6}$/.test(code))).toHaveLength(told.length);
    expect(told.length).toBeGreaterThanOrEqual(4);
    expectNothingSpelt(codes);
  });

  it('has no more to do after the answer where there is an account than where there is none', async () => {
    const known = newEmail();
    await signIn(app, { email: known });
    await markEmailVerified(app, known);
    await relayOf(app).deliver();
    const tell = jest.spyOn(app.app.get(Notifications, { strict: false }), 'tell');
    const wake = jest.spyOn(app.app.get(WakeUps, { strict: false }), 'wake');
    const rows = async () => {
      await relayOf(app).deliver();
      return app.dataSource.query<{ status: string }[]>(
        "SELECT status, attempts, payload FROM notifications WHERE kind = 'sign-in-code' ORDER BY id DESC LIMIT 1",
      );
    };
    const unknown = newEmail();
    for (const [email, status] of [
      [known, 'sent'],
      [unknown, 'dropped'],
    ] as const) {
      await askFor(email);
      expect(await rows()).toEqual([{ status, attempts: 1, payload: null }]);
      expect([tell.mock.calls.length, wake.mock.calls.length]).toEqual([1, 1]);
      expect(JSON.stringify(tell.mock.calls[0]?.[1])).toContain(status === 'sent' ? known : '"to":null');
      tell.mockClear();
      wake.mockClear();
    }
    expect(app.inbox.to(unknown)).toEqual([]);
  });

  it('finds rows of codes removed after a day, since anybody can cause them', async () => {
    const count = async () => countRows(app, 'notifications', 'kind', 'sign-in-code');
    await askFor(newEmail());
    await relayOf(app).deliver();
    const outbox = app.app.get(NotificationsRepository, { strict: false });
    await outbox.purge();
    expect(await count()).toBeGreaterThan(0);
    app.clock.advance({ days: 1 });
    await outbox.purge();
    expect(await count()).toBe(0);
  });

  function expectNothingSpelt(secrets: readonly string[]): void {
    const words = secrets.map((secret) => `(?<![\\w.-])${secret.replaceAll('.', '\\.')}(?![\\w-])`);
    expect(app.logs.filter((line) => new RegExp(words.join('|')).test(line))).toEqual([]);
  }
});

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
