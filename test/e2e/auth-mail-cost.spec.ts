import { Mailer } from '@app/mail';
import { visibleParts } from '../support/answers.js';
import { signIn } from '../support/people.js';
import { arrive, markEmailVerified, newEmail, verify } from '../support/signing-in.js';
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

  it('that never answers keeps nobody waiting, whether or not there is an account', async () => {
    jest.spyOn(mailer(), 'send').mockReturnValue(new Promise(() => undefined));
    const answers = await mailEveryCode();
    expect(answers).toEqual({ signUp: 200, change: 200, resend: 200, signIn: await askFor(newEmail()) });
  });

  it('that refuses fails no request, and the log tells of it without the code or the address', async () => {
    const mails: string[] = [];
    jest.spyOn(mailer(), 'send').mockImplementation(({ to, text }) => {
      mails.push(to, /\d{6}/.exec(text)?.[0] ?? 'no code');
      return Promise.reject(new Error(`550 ${to} does not want "${text}"`));
    });
    const answers = await mailEveryCode();
    expect(answers).toEqual({ signUp: 200, change: 200, resend: 200, signIn: await askFor(newEmail()) });
    const told = app.logs.filter((line) => line.includes('A code could not be mailed.'));
    expect(mails).toHaveLength(2 * told.length);
    expect(told.length).toBeGreaterThanOrEqual(4);
    const spelt = new RegExp(mails.map((secret) => `(?<![\\w.-])${secret.replaceAll('.', '\\.')}(?![\\w-])`).join('|'));
    expect(app.logs.filter((line) => spelt.test(line))).toEqual([]);
  });
});
