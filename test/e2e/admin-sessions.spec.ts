import { AdminActs } from '@app/users';
import { expectInvalid, expectRefusal } from '../support/answers.js';
import { type Person, makeAdmin, signIn } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const REASON = 'The phone was stolen; ticket 4712.';
const PASSWORD = 'correct horse battery';
const UNAUTHORIZED = [401, 'UNAUTHORIZED'] as const;
const USER_NOT_FOUND = [404, 'USER_NOT_FOUND'] as const;
const REAUTHENTICATION_REQUIRED = [403, 'REAUTHENTICATION_REQUIRED'] as const;

describe('an admin', () => {
  let app: TestApp;
  let admin: Person;
  let owner: Person;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    [admin, owner] = [await signIn(app), await signIn(app)];
    await makeAdmin(app, admin);
  });
  afterEach(() => void jest.restoreAllMocks());
  afterAll(() => app.stop());

  const listActs = (who = admin) => who.api.get('/admin/acts');

  describe('needs a code and a password in the session:', () => {
    /** What a session must still be given; nothing when it is let in. */
    async function missingIn(who: Pick<Person, 'api'>): Promise<string[]> {
      const answer = await who.api.get('/admin/acts');
      if (answer.status === 200) return [];
      expectRefusal(answer, REAUTHENTICATION_REQUIRED);
      return answer.body.details.map(({ field }: { field: string }) => field);
    }
    const logIn = async (): Promise<Person> => {
      const { body } = await app.api.post('/auth/password/login', { phone: admin.phone, password: PASSWORD });
      return { ...admin, ...body, api: app.api.as({ token: body.token }) };
    };

    beforeEach(async () => {
      const { status } = await admin.api.put('/users/me/password', { newPassword: PASSWORD });
      expect(status).toBe(200);
    });

    it('a session that a code opened is asked for the password, and let in with it', async () => {
      app.clock.advance({ seconds: 30 });
      const byCode = await signIn(app, { phone: admin.phone });
      expect(await missingIn(byCode)).toEqual(['password']);
      expect((await byCode.api.post('/auth/reauthenticate', { password: PASSWORD })).status).toBe(200);
      expect(await missingIn(byCode)).toEqual([]);
    });

    it('a session that the password opened is asked for a code, and let in with it', async () => {
      const byPassword = await logIn();
      expect(await missingIn(byPassword)).toEqual(['otp']);
      app.clock.advance({ seconds: 30 });
      const { sessionId } = (await byPassword.api.post('/auth/otp/request', { phone: admin.phone })).body;
      const proof = { otp: app.inbox.codeFor(admin.phone), sessionId };
      expect((await byPassword.api.post('/auth/reauthenticate', proof)).status).toBe(200);
      expect(await missingIn(byPassword)).toEqual([]);
    });

    it('both are good for 12 hours', async () => {
      app.clock.advance({ hours: 12 });
      expect(await missingIn(admin)).toEqual([]);
      app.clock.advance({ ms: 1 });
      expect(await missingIn(admin)).toEqual(['otp', 'password']);
    });

    it('those of another session do not count', async () => {
      const byPassword = await logIn();
      expect(await missingIn(admin)).toEqual([]);
      expect(await missingIn(byPassword)).toEqual(['otp']);
    });

    it('without them nothing is done and nothing is on record', async () => {
      const before = (await listActs()).body;
      const byPassword = await logIn();
      const change = { disabled: true, reason: REASON };
      expectRefusal(await byPassword.api.patch(`/admin/users/${owner.id}`, change), REAUTHENTICATION_REQUIRED);
      expect((await owner.api.get('/users/me')).status).toBe(200);
      expect((await listActs()).body).toEqual(before);
    });

    it('whoever is no admin is not asked for them', async () => {
      expectRefusal(await listActs(owner), [403, 'FORBIDDEN']);
    });
  });

  describe('who ends the sessions of an account', () => {
    const endSessions = (body: object = { reason: REASON }, id = owner.id) =>
      admin.api.post(`/api/v1/admin/users/${id}/sessions/end`, body);

    it('ends all of them at once, is on record, and leaves the account its sign-in', async () => {
      app.clock.advance({ seconds: 30 });
      const second = await signIn(app, { phone: owner.phone });
      const { status, body } = await endSessions();
      expect([status, body.account]).toEqual([200, expect.objectContaining({ sessionCount: 0, disabledAt: null })]);
      for (const { api, refreshToken } of [owner, second]) {
        expectRefusal(await api.get('/users/me'), UNAUTHORIZED);
        expectRefusal(await api.post('/auth/refresh', { refreshToken }), [401, 'INVALID_REFRESH_TOKEN']);
      }
      const [act] = (await listActs()).body.acts;
      expect(act).toMatchObject({ act: 'user.sessions-ended', adminId: admin.id, subject: owner.id, reason: REASON });
      expect((await admin.api.get('/users/me')).status).toBe(200);
      app.clock.advance({ seconds: 30 });
      expect((await signIn(app, { phone: owner.phone })).id).toBe(owner.id);
    });

    it('must say why, and of whom', async () => {
      expectInvalid(await endSessions({}), 'reason');
      expectRefusal(await endSessions({ reason: REASON }, 'x'), USER_NOT_FOUND);
      expectRefusal(await endSessions({ reason: REASON }, '01938a5e-7c11-7abc-8def-012345678901'), USER_NOT_FOUND);
      expect((await owner.api.get('/users/me')).status).toBe(200);
    });

    it('does not end them without the record', async () => {
      jest.spyOn(app.app.get(AdminActs, { strict: false }), 'record').mockRejectedValueOnce(new Error('full'));
      expectRefusal(await endSessions(), [500, 'SERVER_ERROR']);
      expect((await owner.api.get('/users/me')).status).toBe(200);
    });
  });
});
