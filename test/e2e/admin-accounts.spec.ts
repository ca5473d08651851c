import { AdminActs } from '@app/users';
import { expectInvalid, expectRefusal, subscriberOf } from '../support/answers.js';
import { type Owner, type Person, makeAdmin, makePremium, newPhone, signIn, signInOwner } from '../support/people.js';
import { arrive, countRows, newEmail, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const REASON = 'Harasses owners; ticket 4711.';
const PASSWORD = 'correct horse battery';
const UNAUTHORIZED = [401, 'UNAUTHORIZED'] as const;
const FORBIDDEN = [403, 'FORBIDDEN'] as const;
const USER_NOT_FOUND = [404, 'USER_NOT_FOUND'] as const;
const QR_NOT_FOUND = [404, 'QR_NOT_FOUND'] as const;

describe('an admin', () => {
  let app: TestApp;
  let admin: Person;
  let owner: Owner & { email: string };

  beforeAll(async () => {
    app = await startApp();
    admin = await signIn(app);
    await makeAdmin(app, admin);
  });
  beforeEach(async () => {
    const email = newEmail();
    owner = { ...(await signInOwner(app, { email })), email };
  });
  afterEach(() => void jest.restoreAllMocks());
  afterAll(() => app.stop());

  const find = (contact: object) => admin.api.post('/api/v1/admin/users/find', contact);
  const read = (id = owner.id) => admin.api.get(`/api/v1/admin/users/${id}`);
  const change = (disabled: boolean, id = owner.id) =>
    admin.api.patch(`/api/v1/admin/users/${id}`, { disabled, reason: REASON });
  const lookUps = () =>
    Promise.all([owner.car.qrCode, owner.car.id].map((key) => app.api.fromNewAddress().get(`/cars/qr/${key}`)));
  const listActs = async () => (await admin.api.get('/admin/acts')).body.acts;

  describe('finds an account', () => {
    it.each<[string, () => object]>([
      ['by the phone in any spelling', () => ({ phone: `0${subscriberOf(owner.phone)}` })],
      ['by the e-mail address in any letter case', () => ({ email: owner.email.toUpperCase() })],
    ])('%s, and sees what support needs', async (_what, contact) => {
      await makePremium(app, owner, null);
      const { status, body } = await find(contact());
      expect(status).toBe(200);
      const { user } = (await owner.api.get('/users/me')).body;
      expect(body).toEqual({
        success: true,
        account: {
          id: owner.id,
          phone: `+91•••••${owner.phone.slice(-4)}`,
          email: 's•••••@example.com',
          emailVerified: false,
          isPremium: true,
          plan: 'premium',
          premiumExpiryDate: null,
          hasCarInfo: true,
          role: 'user',
          sessionCount: 1,
          disabledAt: null,
          createdAt: user.createdAt,
          updatedAt: user.updatedAt,
        },
      });
      expect((await read()).body).toEqual(body);
    });

    it('without learning the contact or the name', async () => {
      await owner.api.patch('/users/me', { name: 'Asha Rao' });
      for (const { text } of [await find({ phone: owner.phone }), await find({ email: owner.email }), await read()]) {
        for (const secret of [subscriberOf(owner.phone), owner.email, 'Asha']) expect(text).not.toContain(secret);
      }
    });

    it('of which there is none, which is told', async () => {
      expectRefusal(await find({ phone: newPhone() }), USER_NOT_FOUND);
      expectRefusal(await find({ email: newEmail() }), USER_NOT_FOUND);
      expectRefusal(await read('01938a5e-7c11-7abc-8def-012345678901'), USER_NOT_FOUND);
      expectRefusal(await find({ phone: '12' }), [422, 'INVALID_PHONE']);
      expectInvalid(await find({}), 'phone');
    });
  });

  describe('who disables an account', () => {
    it('ends its sessions at once, and refuses their refresh tokens', async () => {
      app.clock.advance({ seconds: 30 });
      const second = await signIn(app, { phone: owner.phone });
      const { status, body } = await change(true);
      expect([status, body.account]).toEqual([
        200,
        expect.objectContaining({ disabledAt: app.clock.now().toISOString(), sessionCount: 0 }),
      ]);
      for (const { api, refreshToken } of [owner, second]) {
        expectRefusal(await api.get('/users/me'), UNAUTHORIZED);
        expectRefusal(await api.post('/auth/refresh', { refreshToken }), [401, 'INVALID_REFRESH_TOKEN']);
      }
      expect(await countRows(app, 'sessions', 'userId', owner.id)).toBe(0);
    });

    it('refuses the right code and the right password, and tells nobody else', async () => {
      await owner.api.put('/users/me/password', { newPassword: PASSWORD });
      await change(true);
      app.clock.advance({ seconds: 30 });
      const arrival = await arrive(app, owner.phone);
      const otp = arrival.otp === '000000' ? '000001' : '000000';
      expectRefusal(await verify(arrival, { otp }), [401, 'INVALID_OTP']);
      expectRefusal(await verify(arrival), FORBIDDEN);
      const login = (password: string) => app.api.post('/auth/password/login', { phone: owner.phone, password });
      expectRefusal(await login('wrong horse battery'), [401, 'INVALID_CREDENTIALS']);
      expectRefusal(await login(PASSWORD), FORBIDDEN);
      expect(await countRows(app, 'sessions', 'userId', owner.id)).toBe(0);
      expect(await countRows(app, 'users', 'phone', owner.phone)).toBe(1);
    });

    it('takes its codes and its car out of sight at once, for scanners, premium viewers and forms', async () => {
      for (const { status } of await lookUps()) expect(status).toBe(200);
      await change(true);
      for (const answer of await lookUps()) expectRefusal(answer, QR_NOT_FOUND);
      const viewer = await signIn(app);
      await makePremium(app, viewer, null);
      expectRefusal(await viewer.api.get(`/cars/qr/${owner.car.qrCode}`), QR_NOT_FOUND);
      const form = { scannerPhone: '9812300001', scannerEmail: 'ravi@example.com' };
      expectRefusal(await app.api.post('/scans', { ...form, carId: owner.car.qrCode }), QR_NOT_FOUND);
      expectRefusal(await app.api.post('/scans', { ...form, carId: owner.car.id }), [404, 'CAR_NOT_FOUND']);
      expect((await app.api.get(`/S/${owner.car.qrCode}`)).status).toBe(404);
    });

    it('takes its stickers out of sight, and their files', async () => {
      const { id } = (await owner.api.post('/qr/generate', { size: '3x3', format: 'svg' })).body.qr;
      const paths = [`/qr/${id}`, `/qr/${id}/download`];
      for (const path of paths) expect((await app.api.get(path)).status).toBe(200);
      expect((await change(true)).status).toBe(200);
      for (const path of paths) expectRefusal(await app.api.get(path), [404, 'QR_NOT_FOUND']);
    });

    it('and enables it again, gives all of it back but the sessions', async () => {
      await change(true);
      expect((await change(false)).body.account).toMatchObject({ disabledAt: null });
      for (const { status } of await lookUps()) expect(status).toBe(200);
      expectRefusal(await owner.api.get('/users/me'), UNAUTHORIZED);
      app.clock.advance({ seconds: 30 });
      const again = await signIn(app, { phone: owner.phone });
      expect((await again.api.get('/cars/me')).body.car.id).toBe(owner.car.id);
    });

    it('at the moment of a sign-in leaves no session that works', async () => {
      for (let round = 0; round < 5; round++) {
        const arrival = await arrive(app);
        const person = (await verify(arrival)).body.user;
        app.clock.advance({ seconds: 30 });
        const again = await arrive(app, arrival.phone);
        const [signedIn] = await Promise.all([verify(again), change(true, person.id)]);
        expect([200, 403]).toContain(signedIn.status);
        expect(await countRows(app, 'sessions', 'userId', person.id)).toBe(0);
      }
    });

    it('between the check of a password and the sign-in leaves no session', async () => {
      await owner.api.put('/users/me/password', { newPassword: PASSWORD });
      const transaction = app.dataSource.transaction.bind(app.dataSource) as (work: unknown) => Promise<unknown>;
      jest.spyOn(app.dataSource, 'transaction').mockImplementationOnce(async (work: unknown) => {
        expect((await change(true)).status).toBe(200);
        return transaction(work);
      });
      expectRefusal(await app.api.post('/auth/password/login', { phone: owner.phone, password: PASSWORD }), FORBIDDEN);
      expect(await countRows(app, 'sessions', 'userId', owner.id)).toBe(0);
    });

    it('must say why, and cannot do it to themselves or to nobody', async () => {
      const patch = (id: string, body: object) => admin.api.patch(`/admin/users/${id}`, body);
      expectInvalid(await patch(owner.id, { disabled: true }), 'reason');
      expectInvalid(await patch(owner.id, { disabled: true, reason: ' ' }), 'reason');
      expectInvalid(await patch(owner.id, { reason: REASON }), 'disabled');
      expectRefusal(await change(true, admin.id), FORBIDDEN);
      expectRefusal(await change(true, '01938a5e-7c11-7abc-8def-012345678901'), USER_NOT_FOUND);
      expectRefusal(await change(true, 'x'), USER_NOT_FOUND);
      expect((await owner.api.get('/users/me')).status).toBe(200);
      expect((await admin.api.get('/users/me')).status).toBe(200);
    });
  });

  describe('leaves a record of every act,', () => {
    it('who, what, to whom, why and when, the newest first', async () => {
      app.clock.advance({ seconds: 1 });
      await find({ phone: owner.phone });
      app.clock.advance({ seconds: 1 });
      await read();
      app.clock.advance({ seconds: 1 });
      await change(true);
      app.clock.advance({ seconds: 1 });
      await change(false);
      const acts = (await listActs()).slice(0, 4);
      const common = { id: expect.any(String), adminId: admin.id, subject: owner.id, at: expect.any(String) };
      expect(acts).toEqual([
        { ...common, act: 'user.enabled', reason: REASON, at: app.clock.now().toISOString() },
        { ...common, act: 'user.disabled', reason: REASON },
        { ...common, act: 'user.viewed', reason: null },
        { ...common, act: 'user.viewed', reason: null },
      ]);
    });

    it('none of what was refused', async () => {
      const before = await listActs();
      await change(true, admin.id);
      await find({ phone: newPhone() });
      await owner.api.patch(`/admin/users/${admin.id}`, { disabled: true, reason: REASON });
      expect(await listActs()).toEqual(before);
    });

    it('or does not act at all', async () => {
      jest.spyOn(app.app.get(AdminActs, { strict: false }), 'record').mockRejectedValueOnce(new Error('full'));
      expectRefusal(await change(true), [500, 'SERVER_ERROR']);
      expect((await owner.api.get('/users/me')).status).toBe(200);
      for (const { status } of await lookUps()) expect(status).toBe(200);
    });

    it('which stays without personal data when the account is erased, and is part of its export', async () => {
      await read();
      const { body } = await owner.api.get('/users/me/export');
      expect(body.adminActs).toEqual([{ act: 'user.viewed', at: expect.any(String) }]);
      const before = await listActs();
      await owner.api.delete('/users/me');
      expect(await listActs()).toEqual(before);
      const { text } = await admin.api.get('/admin/acts?limit=100');
      for (const secret of [subscriberOf(owner.phone), owner.email]) expect(text).not.toContain(secret);
    });

    it('in pages, by cursor, offset and range', async () => {
      const from = new Date(app.clock.nowMs() + 1).toISOString();
      for (let count = 0; count < 5; count++) {
        app.clock.advance({ ms: count % 2 });
        await read();
      }
      app.clock.advance({ ms: 1 });
      const list = async (query: string) => (await admin.api.get(`/admin/acts?from=${from}&${query}`)).body;
      const all = (await list('limit=100')).acts;
      const seen: unknown[] = [];
      let cursor = '';
      do {
        const page = await list(`limit=2${cursor && `&cursor=${cursor}`}`);
        expect(page.pagination.total).toBe(all.length);
        seen.push(...page.acts);
        cursor = page.pagination.nextCursor;
      } while (cursor);
      expect(seen).toEqual(all);
      expect((await list('limit=2&offset=1')).acts).toEqual(all.slice(1, 3));
      expect((await list(`to=${from}`)).acts).toEqual([]);
      expectInvalid(await admin.api.get('/admin/acts?cursor=x'), 'cursor');
    });

    it('that no route changes', async () => {
      const [{ id }] = await listActs();
      for (const method of ['PUT', 'PATCH', 'DELETE']) {
        expectRefusal(await admin.api.send(method, `/admin/acts/${id}`), [404, 'NOT_FOUND']);
        expectRefusal(await admin.api.send(method, '/admin/acts'), [404, 'NOT_FOUND']);
      }
    });
  });
});
