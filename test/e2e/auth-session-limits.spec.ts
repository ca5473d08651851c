import { newId } from '@app/database';
import { expectRefusal, simultaneously } from '../support/answers.js';
import { type Person, signIn } from '../support/people.js';
import { type Arrival, arrive, countRows, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const DAY_MS = 86_400_000;
const UNAUTHORIZED = [401, 'UNAUTHORIZED'] as const;
const INVALID_REFRESH_TOKEN = [401, 'INVALID_REFRESH_TOKEN'] as const;

describe('sessions', () => {
  let app: TestApp;
  let person: Person;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    person = await signIn(app);
  });
  afterAll(() => app.stop());

  const countSessions = () => countRows(app, 'sessions', 'userId', person.id);
  const refresh = (refreshToken: string) => person.api.post('/auth/refresh', { refreshToken });
  const whoAmI = (token: string) => app.api.as({ token }).get('/users/me');

  async function expectOver({ token, refreshToken }: Pick<Person, 'token' | 'refreshToken'>): Promise<void> {
    expectRefusal(await whoAmI(token), UNAUTHORIZED);
    expectRefusal(await refresh(refreshToken), INVALID_REFRESH_TOKEN);
  }

  describe('end after 180 days,', () => {
    /** Refreshes every six days. */
    async function refreshUntilDay(day: number): Promise<Person> {
      let last = person;
      for (let passed = 0; passed < day; passed += 6) {
        app.clock.advance({ days: 6 });
        const { status, body } = await refresh(last.refreshToken);
        expect(status).toBe(200);
        last = { ...last, ...body };
      }
      return last;
    }

    it('however often they are refreshed', async () => {
      const last = await refreshUntilDay(174);
      app.clock.advance({ days: 6, ms: -1 });
      const { status, body } = await refresh(last.refreshToken);
      expect(status).toBe(200);
      expect((await whoAmI(body.token)).status).toBe(200);
      app.clock.advance({ ms: 1 });
      await expectOver(body);
    });

    it('also those that were opened before there was an end', async () => {
      const signedInAt = new Date(app.clock.nowMs() - 180 * DAY_MS);
      await app.dataSource.query('UPDATE sessions SET createdAt = ? WHERE userId = ?', [signedInAt, person.id]);
      expectRefusal(await refresh(person.refreshToken), INVALID_REFRESH_TOKEN);
    });
  });

  describe('are 20 of an account at most:', () => {
    /** Adds sessions that began in the last minutes, each after the one before. */
    async function addSessions(count: number): Promise<void> {
      const now = app.clock.now();
      for (let nth = 0; nth < count; nth++) {
        await app.dataSource.getRepository('sessions').insert({
          ...{ id: newId(), userId: person.id, userAgent: null, lastUsedAt: now },
          ...{
            createdAt: new Date(app.clock.nowMs() - (count - nth) * 1000),
            expiresAt: new Date(app.clock.nowMs() + 1e9),
          },
        });
      }
    }

    it('the next sign-in ends the oldest, which the others outlive', async () => {
      app.clock.advance({ minutes: 10 });
      await addSessions(18);
      const second = await signIn(app, { phone: person.phone });
      expect((await whoAmI(person.token)).status).toBe(200);
      expect(await countSessions()).toBe(20);
      app.clock.advance({ minutes: 1 });
      const third = await signIn(app, { phone: person.phone });
      await expectOver(person);
      for (const { token } of [second, third]) expect((await whoAmI(token)).status).toBe(200);
      expect((await third.api.get('/auth/sessions')).body.sessions).toHaveLength(20);
    });

    it('expired ones do not count', async () => {
      const expired = new Date(app.clock.nowMs());
      app.clock.advance({ minutes: 10 });
      await addSessions(19);
      await app.dataSource.query('UPDATE sessions SET expiresAt = ? WHERE userId = ? AND userAgent IS NULL', [
        expired,
        person.id,
      ]);
      await signIn(app, { phone: person.phone });
      expect((await whoAmI(person.token)).status).toBe(200);
    });

    it('those of others stay', async () => {
      const stranger = await signIn(app);
      app.clock.advance({ minutes: 10 });
      await addSessions(20);
      await signIn(app, { phone: person.phone });
      await expectOver(person);
      expect((await whoAmI(stranger.token)).status).toBe(200);
    });

    it('with simultaneous sign-ins too, all of which work', async () => {
      app.clock.advance({ minutes: 10 });
      await addSessions(19);
      for (let round = 0; round < 3; round++) {
        const arrivals: Arrival[] = [];
        for (let sent = 0; sent < 3; sent++) {
          arrivals.push(await arrive(app, person.phone));
          app.clock.advance({ seconds: 30 });
        }
        const answers = await simultaneously(3, (index) => verify(arrivals[index]!));
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
        expect(await countSessions()).toBe(20);
        for (const { body } of answers) expect((await whoAmI(body.token)).status).toBe(200);
        app.clock.advance({ hours: 1 });
      }
    });
  });
});
