import { SecurityEvents } from '@app/audit';
import { transact } from '@app/database';
import { AppError, CommonErrors } from '@app/http';
import { Metrics } from '@app/observability';
import { UserErrors } from '@app/users';
import type { Answer } from '../support/api-client.js';
import { getBlock } from '../support/documents.mjs';
import { startPhoneChange, verifyPhone } from '../support/phone-changes.js';
import { type Person, makeAdmin, signIn } from '../support/people.js';
import { deliverNotices } from '../support/relays.js';
import { arrive, giveEmail, makeFresh, newEmail, verify, wrongCodes } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const PASSWORD = 'marble lantern voyage';
const LINK = /https:\/\/carqr\.test(\/lock\?[\w-]+)/;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

interface Line {
  event: string;
  outcome: string;
  method?: string;
  accountId?: string;
  sessionId?: string;
  contact?: string;
  code?: string;
}

describe('a security event', () => {
  let app: TestApp;
  let person: Person;
  let email: string;
  let firstLine: number;

  beforeAll(async () => {
    app = await startApp({ env: { SUPPORT_EMAIL: 'help@carqr.test' } });
  });
  beforeEach(async () => {
    app.clock.advance({ hours: 2 });
    person = await signIn(app);
    email = await giveEmail(app, person);
    await begin();
  });
  afterAll(() => app.stop());

  const events = () => app.app.get(SecurityEvents, { strict: false });

  /** Leaves out what happened so far. */
  async function begin(): Promise<void> {
    await events().drain();
    firstLine = app.logs.length;
    await app.dataSource.query('DELETE FROM security_events');
  }

  const lines = (): Line[] =>
    app.logs
      .slice(firstLine)
      .map((line) => JSON.parse(line) as Line & { msg: string })
      .filter(({ msg }) => msg === 'security event');

  /** What was recorded: the rows, which the log must name too. */
  async function recorded(): Promise<string[]> {
    await events().drain();
    const rows = await app.dataSource.query<(Line & { userId: string })[]>(
      'SELECT event, outcome, method, userId, sessionId FROM security_events ORDER BY id',
    );
    const text = ({ event, outcome, method }: Line): string => [event, outcome, method].filter(Boolean).join(' ');
    const logged = lines().map(text);
    for (const row of rows) {
      expect(logged).toContain(text(row));
      expect(row.userId).toBe(person.id);
    }
    return rows.map(text).sort();
  }

  async function lockLink(): Promise<string> {
    await deliverNotices(app.app);
    const told = app.inbox.to(email).filter(({ text }) => LINK.test(text));
    return LINK.exec(told.at(-1)?.text ?? '')?.[1] ?? '';
  }

  const setPassword = (body: object = {}): Promise<Answer> =>
    person.api.put('/users/me/password', { newPassword: PASSWORD, ...body });
  const login = (password: string, who: object = { phone: person.phone }): Promise<Answer> =>
    app.api.fromNewAddress().post('/auth/password/login', { ...who, password });

  const acts: [string, () => Promise<unknown>, string[]][] = [
    [
      'a sign-in by SMS',
      async () => {
        app.clock.advance({ minutes: 1 });
        await verify(await arrive(app, person.phone));
      },
      ['sign-in success sms-code'],
    ],
    [
      'a wrong code',
      async () => {
        app.clock.advance({ minutes: 1 });
        const arrival = await arrive(app, person.phone);
        await verify(arrival, { otp: wrongCodes(arrival.otp, 1)[0] });
      },
      ['sign-in failure sms-code'],
    ],
    [
      'a password that is set, and a sign-in by it',
      async () => {
        await setPassword();
        await login(PASSWORD);
      },
      ['password-set success', 'sign-in success password'],
    ],
    [
      'a wrong password, by phone and by mail address',
      async () => {
        await setPassword();
        await login('wrong lantern voyage');
        await login('wrong lantern voyage', { email });
      },
      ['password-set success', 'sign-in failure password', 'sign-in failure password'],
    ],
    [
      'a password that is replaced and removed',
      async () => {
        await setPassword();
        await setPassword({ newPassword: 'copper meadow whistle' });
        await person.api.delete('/users/me/password');
      },
      ['password-removed success', 'password-replaced success', 'password-set success'],
    ],
    [
      'proofs, right and wrong',
      async () => {
        await setPassword();
        await person.api.post('/auth/reauthenticate', { password: PASSWORD });
        await person.api.post('/auth/reauthenticate', { password: 'wrong lantern voyage' });
      },
      ['password-set success', 'reauthentication failure password', 'reauthentication success password'],
    ],
    [
      'another phone number',
      async () => {
        const change = await startPhoneChange(app, person);
        await verifyPhone(change, { otp: wrongCodes(change.code.otp, 1)[0] });
        await verifyPhone(change);
      },
      ['phone-changed failure sms-code', 'phone-changed success sms-code'],
    ],
    [
      'another e-mail address, which is confirmed',
      async () => {
        const other = newEmail();
        await makeFresh(app, person);
        await person.api.patch('/users/me', { email: other });
        await deliverNotices(app.app);
        const otp = app.inbox.codeFor(other);
        await person.api.post('/users/me/email/verify', { code: wrongCodes(otp, 1)[0] });
        await person.api.post('/users/me/email/verify', { code: otp });
      },
      ['email-changed success', 'email-confirmed failure email-code', 'email-confirmed success email-code'],
    ],
    ['a sign-out', () => person.api.post('/auth/logout'), ['session-ended success sign-out']],
    [
      'sessions that their owner ends',
      async () => {
        const { body } = await person.api.get('/auth/sessions');
        await person.api.delete(`/auth/sessions/${body.sessions[0].id}`);
      },
      ['session-ended success ended-by-user'],
    ],
    [
      'a refresh token that is used again',
      async () => {
        const { body } = await app.api.post('/auth/refresh', { refreshToken: person.refreshToken });
        await app.api.post('/auth/refresh', { refreshToken: body.refreshToken });
        app.clock.advance({ hours: 1 });
        await Promise.all(
          Array.from({ length: 4 }, () => app.api.post('/auth/refresh', { refreshToken: person.refreshToken })),
        );
      },
      ['refresh-token-reused success', 'session-ended success token-reused'],
    ],
    [
      'a link that locks the account',
      async () => {
        await setPassword();
        await app.api.send('POST', await lockLink(), '', FORM);
      },
      ['account-locked success', 'password-set success', 'session-ended success lock-link'],
    ],
    ['an erasure', () => person.api.delete('/users/me'), ['account-erased success']],
  ];

  it.each(acts)('is recorded for %s', async (_what, act, expected) => {
    await makeFresh(app, person);
    await act();
    expect(await recorded()).toEqual(expected);
  });

  it('is recorded for what an admin does, with the act and whom it concerns', async () => {
    const admin = await signIn(app);
    await makeAdmin(app, admin);
    await begin();
    const act = { disabled: true, reason: 'Harasses owners.' };
    expect((await admin.api.patch(`/admin/users/${person.id}`, act)).status).toBe(200);
    expect(await recorded()).toEqual(['session-ended success account-disabled']);
    expect(lines()).toContainEqual(
      expect.objectContaining({ event: 'admin-act', method: 'user.disabled', accountId: admin.id, subject: person.id }),
    );
  });

  it('of a proof by a code that nobody was sent names the SMS, also without a mail address', async () => {
    const { api } = await signIn(app);
    await begin();
    expect((await api.post('/auth/reauthenticate', { otp: '123456', sessionId: 'unknown' })).status).toBe(401);
    expect(lines()).toEqual([expect.objectContaining({ event: 'reauthentication', method: 'sms-code' })]);
  });

  it('has a log line with the fields that operators are shown', async () => {
    app.clock.advance({ minutes: 1 });
    await verify(await arrive(app, person.phone));
    const { text } = getBlock('docs/operations.md', 'json', 'event');
    const [line] = lines();
    expect(Object.keys(line ?? {}).sort()).toEqual(Object.keys(JSON.parse(text) as object).sort());
    expect(line).toMatchObject({ event: 'sign-in', accountId: person.id, sessionId: expect.any(String) });
  });

  it('names whoever tried without an account by a hash alone', async () => {
    const unknown = newEmail();
    const phone = '+919812345678';
    await login(PASSWORD, { email: unknown });
    await login(PASSWORD, { email: unknown });
    await login(PASSWORD, { phone });
    expect(await recorded()).toEqual([]);
    const contacts = lines().map(({ contact }) => contact);
    expect(contacts).toEqual([contacts[0], contacts[0], expect.not.stringMatching(contacts[0] ?? '')]);
    expect(contacts[0]).toMatch(/^[\w-]{12}$/);
    expect(app.logs.slice(firstLine).join('\n')).not.toMatch(new RegExp(`${unknown}|9812345678|${PASSWORD}`));
  });

  it('of a failure is stored a hundred times a day for one account, and always logged', async () => {
    const wrong = new AppError(UserErrors.INVALID_OTP);
    const failing = () => events().attempt(SIGN_IN, { userId: person.id }, () => Promise.reject(wrong));
    for (let tries = 0; tries < 105; tries += 1) {
      await expect(failing()).rejects.toThrow(wrong);
      await events().drain();
    }
    expect([(await recorded()).length, lines().length]).toEqual([100, 105]);
  });

  it.each<[string, Error]>([
    ['RATE_LIMITED', new AppError(CommonErrors.RATE_LIMITED)],
    ['SERVICE_UNAVAILABLE', new AppError(CommonErrors.SERVICE_UNAVAILABLE)],
    ['INTERNAL_ERROR', new Error('The database is away.')],
    ['EMAIL_TAKEN', new AppError(UserErrors.EMAIL_TAKEN)],
  ])('that is refused with %s is logged as that, and neither stored nor counted as a failure', async (code, error) => {
    const counted = jest.spyOn(app.app.get(Metrics, { strict: false }), 'securityEvent');
    await expect(events().attempt(SIGN_IN, { userId: person.id }, () => Promise.reject(error))).rejects.toBe(error);
    expect(await recorded()).toEqual([]);
    expect(lines()).toEqual([expect.objectContaining({ outcome: 'refused', code })]);
    expect(counted.mock.calls).toEqual([['sign-in', 'refused']]);
    counted.mockRestore();
  });

  it('that succeeds is stored two hundred times a day for one account, and always logged', async () => {
    const more = (event: typeof SIGN_IN | typeof LOCK, times: number) =>
      transact(app.dataSource, async (manager) => {
        for (let count = 0; count < times; count += 1) await events().record(manager, event, { userId: person.id });
      });
    await more(SIGN_IN, 205);
    await more(LOCK, 3);
    expect([(await recorded()).length, lines().length]).toEqual([203, 208]);
    app.clock.advance({ days: 1, minutes: 1 });
    await more(SIGN_IN, 1);
    expect([(await recorded()).length, lines().length]).toEqual([204, 209]);
  });

  it('is in the export of the account', async () => {
    await makeFresh(app, person);
    await setPassword();
    const { body } = await person.api.get('/users/me/export');
    expect(body.securityEvents).toEqual([
      {
        event: 'password-set',
        outcome: 'success',
        method: null,
        sessionId: expect.any(String),
        at: expect.any(String),
      },
    ]);
  });

  it('is deleted after 180 days', async () => {
    await person.api.post('/auth/logout');
    app.clock.advance({ days: 179 });
    await events().purge();
    expect(await recorded()).toHaveLength(1);
    app.clock.advance({ days: 2 });
    await events().purge();
    expect(await recorded()).toEqual([]);
  });
});

const LOCK = { event: 'account-locked' } as const;
const SIGN_IN = { event: 'sign-in', method: 'sms-code' } as const;
