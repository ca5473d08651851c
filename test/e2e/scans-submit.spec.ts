import { expectFields, expectInvalid, expectRefusal } from '../support/answers.js';
import { type Owner, signIn, signInOwner } from '../support/people.js';
import { markEmailVerified } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const MISSING = '01938a5e-7c11-7abc-8def-012345678901';
const REASONS = ['blocking', 'lights_on', 'window_open', 'damage', 'emergency', 'towing', 'other'];
const STRANGER = { scannerPhone: '98123 00001', scannerEmail: 'Ravi@Example.com' };

describe('leaving a scan', () => {
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    owner = await signInOwner(app);
    await owner.api.patch('/users/me', { name: 'Asha', email: `asha.${owner.id}@example.com` });
    await markEmailVerified(app, `asha.${owner.id}@example.com`);
  });
  afterAll(() => app.stop());

  const submit = (form: object, api = app.api.fromNewAddress()) => api.post('/api/v1/scans', form);
  const listScans = async () => (await owner.api.get('/scans')).body.scans;

  it('answers 201 with the scan and the contact, in exactly the fields of the contract', async () => {
    const { status, body } = await submit({
      ...STRANGER,
      carId: owner.car.id,
      notes: ' Move it 🚗𝄞 ',
      reason: 'blocking',
    });
    expect([status, Object.keys(body)]).toEqual([201, ['success', 'activity', 'car']]);
    expectFields(body.activity, 'activity');
    expectFields(body.car, 'scannedCar');
    expectFields(body.car.owner, 'owner');
    expect(body.activity).toEqual({
      id: expect.any(String),
      carId: owner.car.id,
      qrCode: owner.car.qrCode,
      scannerPhone: '+919812300001',
      scannerEmail: 'ravi@example.com',
      notes: 'Move it 🚗𝄞',
      reason: 'blocking',
      via: 'form',
      timestamp: app.clock.now().toISOString(),
      readAt: null,
      resolvedAt: null,
    });
    expect(body.car.owner).toEqual({ name: 'Asha', phone: owner.phone, email: `asha.${owner.id}@example.com` });
    expect(await listScans()).toEqual([body.activity]);
  });

  it('takes a code in any letter case or the whole URL for the car, with and without the prefix, as JSON or form', async () => {
    const { qrCode } = owner.car;
    const keys = [qrCode, qrCode.toLowerCase(), `https://carqr.test/S/${qrCode}`, `HTTPS://CARQR.TEST/s/${qrCode}`];
    for (const [index, carId] of keys.entries()) {
      const { status, body } = await submit({ ...STRANGER, carId, scannerPhone: `981230001${index}` });
      expect([status, body.activity.carId, body.activity.qrCode]).toEqual([201, owner.car.id, qrCode]);
    }
    const form = `carId=${qrCode}&scannerPhone=9812300020&scannerEmail=ravi%40example.com&reason=other`;
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await app.api.fromNewAddress().send('POST', '/scans', form, type)).status).toBe(201);
    expect(await listScans()).toHaveLength(5);
  });

  it.each([
    ['an override of the direction', '\u202d+91 98123 00031\u202c'],
    ['Devanagari digits', '९८१२३ ०००३१'],
    ['the scheme of a link', 'tel:+91-98123-00031'],
  ])('takes a phone that was pasted with %s', async (_what, scannerPhone) => {
    const { body } = await submit({ ...STRANGER, carId: owner.car.id, scannerPhone });
    expect(body.activity.scannerPhone).toBe('+919812300031');
  });

  it.each([
    ['an unknown car', () => MISSING, 'CAR_NOT_FOUND'],
    ['an unknown code', () => '0000000000', 'QR_NOT_FOUND'],
    ['a plate', () => owner.car.carNumber, 'QR_NOT_FOUND'],
    ['what can be neither', () => '??', 'CAR_NOT_FOUND'],
  ])('for %s is refused', async (_name, carId, code) => {
    expectRefusal(await submit({ ...STRANGER, carId: carId() }), [404, code]);
    expect(await listScans()).toEqual([]);
  });

  it('through a disabled code is refused', async () => {
    await app.dataSource.query('UPDATE qr_codes SET active = 0 WHERE code = ?', [owner.car.qrCode]);
    expectRefusal(await submit({ ...STRANGER, carId: owner.car.qrCode }), [404, 'QR_NOT_FOUND']);
  });

  describe('by somebody signed in', () => {
    it('has their own phone and e-mail address where they give none', async () => {
      const scanner = await signIn(app, { email: 'scanner@example.com' });
      for (const absent of [{}, { scannerPhone: null, scannerEmail: null }]) {
        const { status, body } = await submit({ carId: owner.car.id, ...absent }, scanner.api);
        expect([status, body.activity.scannerPhone]).toEqual([201, scanner.phone]);
        expect(body.activity.scannerEmail).toBe('scanner@example.com');
      }
    });

    it('has what they give instead of their own', async () => {
      const scanner = await signIn(app, { email: 'other.scanner@example.com' });
      const { body } = await submit({ ...STRANGER, carId: owner.car.id }, scanner.api);
      expect(body.activity).toMatchObject({ scannerPhone: '+919812300001', scannerEmail: 'ravi@example.com' });
    });

    it('is refused without any e-mail address', async () => {
      const scanner = await signIn(app);
      expectInvalid(await submit({ carId: owner.car.id }, scanner.api), 'scannerEmail');
      expect(await listScans()).toEqual([]);
    });

    it('is refused with a token that is not good', async () => {
      const form = { ...STRANGER, carId: owner.car.id };
      expectRefusal(await submit(form, app.api.as({ token: 'forged' })), [401, 'UNAUTHORIZED']);
    });
  });

  it.each([
    ['scannerPhone', undefined],
    ['scannerPhone', '12345'],
    ['scannerPhone', '⁹⁸¹²³⁰⁰⁰⁰¹'],
    ['scannerPhone', '+1 555 0100'],
    ['scannerPhone', 9812300001],
    ['scannerPhone', ['9812300001']],
  ])('is refused for the %s %p', async (field, value) => {
    expectRefusal(await submit({ ...STRANGER, carId: owner.car.id, [field]: value }), [422, 'INVALID_PHONE']);
    expect(await listScans()).toEqual([]);
  });

  it.each([
    ['scannerEmail', undefined],
    ['scannerEmail', ''],
    ['scannerEmail', 'nobody'],
    ['carId', undefined],
    ['carId', null],
    ['carId', ''],
    ['carId', 7],
    ['notes', 'x'.repeat(1001)],
    ['notes', '🚗'.repeat(1001)],
    ['notes', 'a\u0000b'],
    ['notes', ['x']],
    ['reason', 'hunger'],
    ['reason', 'Blocking'],
    ['reason', ['blocking']],
  ])('is refused for the %s %p', async (field, value) => {
    expectInvalid(await submit({ ...STRANGER, carId: owner.car.id, [field]: value }), field);
    expect(await listScans()).toEqual([]);
  });

  it.each(REASONS)('takes the reason %s', async (reason) => {
    expect((await submit({ ...STRANGER, carId: owner.car.id, reason })).body.activity.reason).toBe(reason);
  });

  it('counts the length of notes in characters', async () => {
    const notes = '🚗'.repeat(1000);
    expect((await submit({ ...STRANGER, carId: owner.car.id, notes })).body.activity.notes).toBe(notes);
    expect((await listScans())[0].notes).toBe(notes);
  });

  it('cannot set what only the server sets', async () => {
    const forged = {
      id: MISSING,
      via: 'premium',
      timestamp: '2020-01-01',
      readAt: '2020-01-01',
      qrCode: 'X',
      userId: 'x',
    };
    const { body } = await submit({ ...STRANGER, ...forged, resolvedAt: '2020-01-01', carId: owner.car.id });
    expect(body.activity).toMatchObject({ via: 'form', readAt: null, resolvedAt: null, qrCode: owner.car.qrCode });
    expect(body.activity.id).not.toBe(MISSING);
    expect(body.activity.timestamp).toBe(app.clock.now().toISOString());
  });
});
