import { expectFields, expectRefusal, subscriberOf } from '../support/answers.js';
import { type Owner, signIn, signInOwner } from '../support/people.js';
import { relayOf } from '../support/relays.js';
import { makeFresh } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('what is held about a user', () => {
  let app: TestApp;
  let owner: Owner;
  let neighbour: Owner;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  /** An owner who was scanned, and who scanned a neighbour's car. */
  beforeEach(async () => {
    owner = await signInOwner(app);
    neighbour = await signInOwner(app);
    await owner.api.patch('/users/me', { name: 'Asha', email: `${owner.id}@example.com` });
    await owner.api.put('/users/me/password', { newPassword: 'correct horse battery' });
    const stranger = { carId: owner.car.id, scannerPhone: '9812300001', scannerEmail: 'ravi@example.com' };
    await app.api.fromNewAddress().post('/scans', { ...stranger, notes: 'Your lights are on 💡' });
    await owner.api.post('/scans', { carId: neighbour.car.id, notes: 'You block me' });
    app.clock.advance({ minutes: 1 });
  });

  const countRows = async (): Promise<Record<string, number>> => {
    const counts: [string, string, string][] = [
      ['users', 'id', owner.id],
      ['cars', 'userId', owner.id],
      ['qr_codes', 'carId', owner.car.id],
      ['scans', 'carId', owner.car.id],
      ['sessions', 'userId', owner.id],
      ['passwords', 'userId', owner.id],
    ];
    const rows = counts.map(async ([table, column, id]) => {
      const sql = `SELECT COUNT(*) AS n FROM ${table} WHERE ${column} = ?`;
      const [row] = await app.dataSource.query<{ n: number }[]>(sql, [id]);
      return [table, Number(row?.n)] as const;
    });
    return Object.fromEntries(await Promise.all(rows));
  };

  describe('when it is exported', () => {
    it('is one JSON document with the account, the car, its codes and scans, the sessions and the scans left', async () => {
      const { status, headers, body } = await owner.api.get('/api/v1/users/me/export');
      expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
      expect(body.success).toBe(true);
      expect(body.user).toEqual((await owner.api.get('/users/me')).body.user);
      expect(body.car).toEqual((await owner.api.get('/cars/me')).body.car);
      expect(body.codes).toEqual([expect.objectContaining({ code: owner.car.qrCode, active: true, placement: null })]);
      expect(body.scans).toEqual((await owner.api.get('/scans')).body.scans);
      expect(body.scans).toHaveLength(1);
      expect(body.sessions).toHaveLength(1);
      expect(body.submittedScans).toEqual([expect.objectContaining({ notes: 'You block me', via: 'form' })]);
      expectFields(body.scans[0], 'activity');
      expectFields({ ...body.submittedScans[0], readAt: null, resolvedAt: null }, 'activity');
    });

    it('holds nobody else’s contact, nothing of how others dealt with the scans left, and no secret', async () => {
      const { body, text } = await owner.api.get('/users/me/export');
      expect(text).not.toContain(subscriberOf(neighbour.phone));
      expect(text).not.toContain(owner.token);
      expect(body.submittedScans[0]).not.toHaveProperty('readAt');
      expect(text).not.toMatch(/\$2[aby]\$|hash|recentKey|viewerId/i);
    });

    it('has null and empty lists for whoever has nothing yet', async () => {
      const { api } = await signIn(app);
      const { body } = await api.get('/users/me/export');
      expect(body).toMatchObject({ car: null, codes: [], scans: [], submittedScans: [] });
    });
  });

  describe('when the account is erased', () => {
    it('goes: car, codes, scans, sessions and password', async () => {
      const before = await countRows();
      expect(before).toEqual({ users: 1, cars: 1, qr_codes: 1, scans: 1, sessions: 1, passwords: 1 });
      const { status, body } = await owner.api.delete('/api/v1/users/me');
      expect([status, body]).toEqual([200, { success: true, message: expect.any(String) }]);
      const none = { users: 0, cars: 0, qr_codes: 0, scans: 0, sessions: 0, passwords: 0 };
      expect(await countRows()).toEqual(none);
    });

    it('ends every session at once, and takes the car out of sight', async () => {
      const second = await signIn(app, { phone: owner.phone });
      await owner.api.delete('/users/me');
      for (const { api, refreshToken } of [owner, second]) {
        expectRefusal(await api.get('/users/me'), [401, 'UNAUTHORIZED']);
        expectRefusal(await api.post('/auth/refresh', { refreshToken }), [401, 'INVALID_REFRESH_TOKEN']);
      }
      expectRefusal(await app.api.get(`/cars/qr/${owner.car.qrCode}`), [404, 'QR_NOT_FOUND']);
      expectRefusal(await app.api.get(`/cars/qr/${owner.car.id}`), [404, 'QR_NOT_FOUND']);
    });

    it('leaves others their leads, without a tie to the account', async () => {
      await owner.api.delete('/users/me');
      const { body } = await neighbour.api.get('/scans');
      expect(body.scans).toHaveLength(1);
      const sql = 'SELECT viewerId FROM scans WHERE id = ?';
      const [row] = await app.dataSource.query<{ viewerId: string | null }[]>(sql, [body.scans[0].id]);
      expect(row?.viewerId).toBeNull();
    });

    it('leaves neither phone nor e-mail address in the scans left at others’ cars, whatever was typed there', async () => {
      const typed = { carId: neighbour.car.id, scannerPhone: '9812300002', scannerEmail: 'asha@example.com' };
      await owner.api.post('/scans', { ...typed, notes: 'Again' });
      await owner.api.delete('/users/me');
      const { body } = await neighbour.api.get('/scans');
      expect(body.scans.map(({ notes }: { notes: string }) => notes)).toEqual(['Again', 'You block me']);
      for (const scan of body.scans) expect(scan).toMatchObject({ scannerPhone: '', scannerEmail: '' });
      const rows = await app.dataSource.query('SELECT * FROM scans WHERE carId = ?', [neighbour.car.id]);
      expect(JSON.stringify(rows)).not.toMatch(/981230000|example\.com|[0-9a-f]{64}/);
      expect(JSON.stringify(rows)).not.toContain(subscriberOf(owner.phone));
    });

    it('keeps what others left at the same cars, and what was left when only the car is deleted', async () => {
      const other = { carId: neighbour.car.id, scannerPhone: '+919812300003', scannerEmail: 'ravi@example.com' };
      await app.api.fromNewAddress().post('/scans', other);
      await owner.api.delete(`/cars/${owner.car.id}`);
      const { body: before } = await neighbour.api.get('/scans');
      expect(before.scans.map(({ scannerPhone }: { scannerPhone: string }) => scannerPhone).sort()).toEqual(
        [other.scannerPhone, owner.phone].sort(),
      );
      await owner.api.delete('/users/me');
      const { body: after } = await neighbour.api.get('/scans');
      expect(after.scans.map(({ scannerPhone }: { scannerPhone: string }) => scannerPhone).sort()).toEqual([
        '',
        other.scannerPhone,
      ]);
    });

    it('takes phone and e-mail address out of alerts that are not sent yet, which are sent all the same', async () => {
      await owner.api.delete('/users/me');
      const email = `${neighbour.id}@example.com`;
      await makeFresh(app, neighbour);
      await neighbour.api.patch('/users/me', { email });
      await neighbour.api.post('/users/me/email/verify', { code: await app.inbox.codeMailedTo(email) });
      await relayOf(app).deliver();
      const alert = app.inbox.to(email).find(({ text }) => text.includes('You block me'));
      expect(alert?.text).toContain(neighbour.car.carNumber);
      expect(alert?.text).not.toMatch(/tel:|mailto:|Phone:|E-mail:/);
      expect(alert?.text.replaceAll(/\D/g, '')).not.toContain(subscriberOf(owner.phone));
    });

    it('lets the phone and the e-mail address sign up afresh', async () => {
      await owner.api.delete('/users/me');
      const again = await signIn(app, { phone: owner.phone, email: `${owner.id}@example.com` });
      expect(again.id).not.toBe(owner.id);
      const { body } = await again.api.get('/users/me');
      expect(body.user).toMatchObject({ name: null, hasCarInfo: false, email: `${owner.id}@example.com` });
      expectRefusal(await again.api.get('/cars/me'), [404, 'CAR_NOT_FOUND']);
      expectRefusal(await owner.api.get('/users/me'), [401, 'UNAUTHORIZED']);
    });
  });
});
