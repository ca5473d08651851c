import { expectInvalid, expectRefusal } from '../support/answers.js';
import { type Owner, type Person, makeAdmin, makePremium, signIn, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const REASON = 'Stuck on somebody else’s car; ticket 4711.';
const QR_NOT_FOUND = [404, 'QR_NOT_FOUND'] as const;

describe('a code that an admin', () => {
  let app: TestApp;
  let admin: Person;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp();
    admin = await signIn(app);
    await makeAdmin(app, admin);
  });
  beforeEach(async () => {
    owner = await signInOwner(app);
  });
  afterAll(() => app.stop());

  const change = (active: boolean, code = owner.car.qrCode) =>
    admin.api.patch(`/api/v1/admin/qr/${code}`, { active, reason: REASON });
  const lookUp = (key = owner.car.qrCode) => app.api.fromNewAddress().get(`/cars/qr/${key}`);
  const makeSticker = async (more: object = {}) =>
    (await owner.api.post('/qr/generate', { size: '3x3', format: 'svg', ...more })).body.qr;
  const listActs = async () => (await admin.api.get('/admin/acts')).body.acts;

  it('reads tells whose it is, in any letter case and off the URL of a sticker', async () => {
    const code = owner.car.qrCode;
    for (const text of [code, code.toLowerCase(), encodeURIComponent(`https://carqr.test/S/${code}`)]) {
      const { status, body } = await admin.api.get(`/admin/qr/${text}`);
      expect([status, body]).toEqual([
        200,
        {
          success: true,
          qr: {
            code,
            carId: owner.car.id,
            userId: owner.id,
            placement: null,
            active: true,
            disabledAt: null,
            createdAt: expect.any(String),
          },
        },
      ]);
    }
    expect((await listActs())[0]).toMatchObject({ adminId: admin.id, act: 'qr.viewed', subject: code });
  });

  it('disables resolves to nothing at once, by the car’s id neither, and resolves again once it is enabled', async () => {
    expect((await lookUp()).status).toBe(200);
    expect((await lookUp(owner.car.id)).status).toBe(200);
    expect((await change(false)).body.qr).toMatchObject({ active: false, disabledAt: app.clock.now().toISOString() });
    const viewer = await signIn(app);
    await makePremium(app, viewer, null);
    for (const key of [owner.car.qrCode, owner.car.id]) {
      expectRefusal(await lookUp(key), QR_NOT_FOUND);
      expectRefusal(await viewer.api.get(`/cars/qr/${key}`), QR_NOT_FOUND);
    }
    expect((await change(true)).body.qr).toMatchObject({ active: true, disabledAt: null });
    for (const key of [owner.car.qrCode, owner.car.id]) expect((await lookUp(key)).status).toBe(200);
  });

  it('disables stays so, whatever its owner does, and the owner is given another for new stickers', async () => {
    const { id } = await makeSticker();
    await change(false);
    expect((await app.api.get(`/qr/${id}`)).body.qr.active).toBe(false);
    expect((await owner.api.patch(`/qr/${id}`, { active: true })).body.qr.active).toBe(false);
    expectRefusal(await lookUp(), QR_NOT_FOUND);
    const { code, active } = await makeSticker();
    expect([code === owner.car.qrCode, active]).toEqual([false, true]);
    expect((await lookUp(code)).status).toBe(200);
  });

  it('disables leaves its placement to another', async () => {
    const { code } = await makeSticker({ placement: 'rear window' });
    await change(false, code);
    expectRefusal(await lookUp(code), QR_NOT_FOUND);
    expect((await lookUp()).status).toBe(200);
    const other = await makeSticker({ placement: 'rear window' });
    expect(other.code).not.toBe(code);
    expect((await lookUp(other.code)).status).toBe(200);
    await change(true, code);
    expect((await lookUp(code)).status).toBe(200);
  });

  it('enables stays withdrawn when its owner had withdrawn it', async () => {
    const { id } = await makeSticker();
    await owner.api.patch(`/qr/${id}`, { active: false });
    await change(false);
    expect((await change(true)).body.qr).toMatchObject({ active: false, disabledAt: null });
    expectRefusal(await lookUp(), QR_NOT_FOUND);
  });

  it('disables or enables leaves a record, with why', async () => {
    app.clock.advance({ seconds: 1 });
    await change(false);
    app.clock.advance({ seconds: 1 });
    await change(true);
    const common = { adminId: admin.id, subject: owner.car.qrCode, reason: REASON };
    expect((await listActs()).slice(0, 2)).toMatchObject([
      { ...common, act: 'qr.enabled' },
      { ...common, act: 'qr.disabled' },
    ]);
  });

  it('names must be one that there is, and a change needs a reason', async () => {
    const before = await listActs();
    for (const text of ['0000000000', owner.car.id, 'x'.repeat(300), '%00']) {
      expectRefusal(await admin.api.get(`/admin/qr/${text}`), QR_NOT_FOUND);
      expectRefusal(await change(false, text), QR_NOT_FOUND);
    }
    expectInvalid(await admin.api.patch(`/admin/qr/${owner.car.qrCode}`, { active: false }), 'reason');
    expectInvalid(await admin.api.patch(`/admin/qr/${owner.car.qrCode}`, { reason: REASON }), 'active');
    expect(await listActs()).toEqual(before);
    expect((await lookUp()).status).toBe(200);
  });
});
