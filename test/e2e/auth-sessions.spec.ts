import { expectInvalid, expectRefusal, simultaneously } from '../support/answers.js';
import { type Person, newPhone, signIn } from '../support/people.js';
import { arrive, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const UNAUTHORIZED = [401, 'UNAUTHORIZED'] as const;
const SESSION_NOT_FOUND = [404, 'SESSION_NOT_FOUND'] as const;

interface ListedSession {
  id: string;
  createdAt: string;
  lastUsedAt: string;
  userAgent: string | null;
  current: boolean;
}

describe('the sessions of a user', () => {
  let app: TestApp;
  let phone: string;
  let person: Person;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    phone = newPhone();
    person = await signIn(app, { phone });
  });
  afterAll(() => app.stop());

  const signInAgain = () => (app.clock.advance({ seconds: 30 }), signIn(app, { phone }));
  const listOf = async (who: Person): Promise<ListedSession[]> => (await who.api.get('/auth/sessions')).body.sessions;
  const currentOf = async (who: Person) => (await listOf(who)).find(({ current }) => current)!;
  const refresh = (who: Person) => who.api.post('/auth/refresh', { refreshToken: who.refreshToken });

  async function expectSignedOut(...people: Person[]): Promise<void> {
    for (const who of people) {
      expectRefusal(await who.api.get('/users/me'), UNAUTHORIZED);
      expectRefusal(await refresh(who), [401, 'INVALID_REFRESH_TOKEN']);
    }
  }

  async function expectSignedIn(...people: Person[]): Promise<void> {
    for (const who of people) expect((await who.api.get('/users/me')).body.user?.id).toBe(who.id);
  }

  describe('are listed', () => {
    it('with their exact fields, the most recently used first', async () => {
      const start = app.clock.now().toISOString();
      const arrival = await (app.clock.advance({ minutes: 1 }), arrive(app, phone));
      const api = arrival.api.as({ headers: { 'user-agent': 'CarQR/1.4 (Android 15)' } });
      const { body } = await verify({ ...arrival, api });
      const second = { ...person, api: arrival.api.as({ token: body.token }) };
      const now = app.clock.now().toISOString();
      expect(await listOf(second)).toEqual([
        { id: expect.any(String), createdAt: now, lastUsedAt: now, userAgent: 'CarQR/1.4 (Android 15)', current: true },
        { id: expect.any(String), createdAt: start, lastUsedAt: start, userAgent: 'node', current: false },
      ]);
      expect((await currentOf(person)).createdAt).toBe(start);
    });

    it('with when they last exchanged their token', async () => {
      const { id, createdAt } = await currentOf(person);
      app.clock.advance({ hours: 1 });
      await refresh(person);
      expect(await listOf(person)).toMatchObject([{ id, createdAt, lastUsedAt: app.clock.now().toISOString() }]);
    });

    it('with a very long user agent cut short', async () => {
      const arrival = await arrive(app);
      const { body } = await verify({
        ...arrival,
        api: arrival.api.as({ headers: { 'user-agent': 'x'.repeat(5000) } }),
      });
      const sessions = await arrival.api.as({ token: body.token }).get('/auth/sessions');
      expect(sessions.body.sessions[0].userAgent).toBe('x'.repeat(300));
    });

    it('to their user alone', async () => {
      const stranger = await signIn(app);
      expect(await listOf(stranger)).toHaveLength(1);
      expectRefusal(await app.api.get('/auth/sessions'), UNAUTHORIZED);
    });

    it('no longer once they are over', async () => {
      app.clock.advance({ days: 6, hours: 12 });
      const later = await signIn(app, { phone });
      expect(await listOf(later)).toHaveLength(2);
      app.clock.advance({ hours: 12, ms: -1 });
      expect(await listOf(later)).toHaveLength(2);
      app.clock.advance({ ms: 1 });
      const last = await signIn(app, { phone });
      expect((await listOf(last)).map(({ current }) => current)).toEqual([true, false]);
    });
  });

  describe('on sign-out', () => {
    it('lose the one of the call at once, and keep the others', async () => {
      const other = await signInAgain();
      const { status, body } = await person.api.post('/auth/logout');
      expect([status, body]).toEqual([200, { success: true, message: expect.any(String) }]);
      await expectSignedOut(person);
      await expectSignedIn(other);
    });

    it('need no body', async () => {
      expect((await person.api.send('POST', '/auth/logout')).status).toBe(200);
      await expectSignedOut(person);
    });

    it('from everywhere are all lost at once, those of others never', async () => {
      const [second, third, stranger] = [await signInAgain(), await signInAgain(), await signIn(app)];
      expect((await second.api.post('/auth/logout', { everywhere: true })).status).toBe(200);
      await expectSignedOut(person, second, third);
      await expectSignedIn(stranger);
    });

    it.each([false, null])('lose only the one of the call with everywhere: %j', async (everywhere) => {
      const other = await signInAgain();
      expect((await person.api.post('/auth/logout', { everywhere })).status).toBe(200);
      await expectSignedIn(other);
    });

    it.each(['yes', 1, [], {}])('stay as they are with everywhere: %j', async (everywhere) => {
      expectInvalid(await person.api.post('/auth/logout', { everywhere }), 'everywhere');
      await expectSignedIn(person);
    });

    it('end without complaint however often it is tapped', async () => {
      // With their connections open the calls really meet.
      await simultaneously(10, () => person.api.get('/auth/sessions'));
      const answers = await simultaneously(10, () => person.api.post('/auth/logout'));
      expect(answers.filter(({ status }) => status === 200)).not.toEqual([]);
      for (const answer of answers) if (answer.status !== 200) expectRefusal(answer, UNAUTHORIZED);
      await expectSignedOut(person);
    });

    it('end without complaint while their tokens are being exchanged', async () => {
      const people = [person, await signInAgain(), await signInAgain(), await signInAgain()];
      const exchanges = simultaneously(20, (index) => refresh(people[index % people.length]!));
      const outs = await Promise.all(people.map(({ api }) => api.post('/auth/logout')));
      for (const { status } of await exchanges) expect([200, 401]).toContain(status);
      expect(outs.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      await expectSignedOut(...people);
    });
  });

  describe('one by one', () => {
    it('can be ended from another', async () => {
      const other = await signInAgain();
      const { id } = await currentOf(other);
      const { status, body } = await person.api.delete(`/auth/sessions/${id}`);
      expect([status, body]).toEqual([200, { success: true, message: expect.any(String) }]);
      await expectSignedOut(other);
      await expectSignedIn(person);
    });

    it('can be ended from themselves', async () => {
      const { id } = await currentOf(person);
      expect((await person.api.delete(`/auth/sessions/${id}`)).status).toBe(200);
      await expectSignedOut(person);
    });

    it('cannot be ended by somebody else, who learns nothing', async () => {
      const stranger = await signIn(app);
      const { id } = await currentOf(person);
      const of = async (sessionId: string) => {
        const answer = await stranger.api.delete(`/auth/sessions/${sessionId}`);
        expectRefusal(answer, SESSION_NOT_FOUND);
        return { ...answer.body, requestId: '' };
      };
      expect(await of(id)).toEqual(await of('01938a5e-7c11-7abc-8def-012345678901'));
      await expectSignedIn(person, stranger);
    });

    it.each(['unknown', '%F0%9F%9A%97', "'%20OR%201=1--", 'x'.repeat(500)])('are not found by %s', async (id) => {
      expectRefusal(await person.api.delete(`/auth/sessions/${id}`), SESSION_NOT_FOUND);
      await expectSignedIn(person);
    });

    it('are not found when they have ended', async () => {
      const other = await signInAgain();
      const { id } = await currentOf(other);
      await other.api.post('/auth/logout');
      expectRefusal(await person.api.delete(`/auth/sessions/${id}`), SESSION_NOT_FOUND);
    });
  });

  it('all end with the account, and a new one under the same phone does not revive them', async () => {
    const other = await signInAgain();
    expect((await person.api.delete('/users/me')).status).toBe(200);
    await expectSignedOut(person, other);
    const again = await signInAgain();
    expect(again.id).not.toBe(person.id);
    await expectSignedOut(person, other);
    expect(await listOf(again)).toHaveLength(1);
  });
});
