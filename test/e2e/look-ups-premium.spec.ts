import { expectRefusal, simultaneously, tally } from '../support/answers.js';
import { type Owner, type Person, makePremium, signIn, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('looking cars up often', () => {
  let app: TestApp;
  let owner: Owner;
  let viewer: Person;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    owner = await signInOwner(app);
    viewer = await signIn(app);
    await makePremium(app, viewer, null);
  });
  afterAll(() => app.stop());

  const lookUp = (api = viewer.api, key = owner.car.qrCode) => api.get(`/cars/qr/${key}`);
  const listScans = async () => (await owner.api.get('/scans')).body.scans;

  describe('with premium', () => {
    it('is logged for the owner as a scan via premium', async () => {
      await viewer.api.patch('/users/me', { email: `viewer.${viewer.id}@example.com` });
      expect((await lookUp()).body.gate).toBe('open');
      expect(await listScans()).toEqual([
        {
          id: expect.any(String),
          carId: owner.car.id,
          qrCode: owner.car.qrCode,
          scannerPhone: viewer.phone,
          scannerEmail: `viewer.${viewer.id}@example.com`,
          notes: '',
          reason: null,
          via: 'premium',
          timestamp: app.clock.now().toISOString(),
          readAt: null,
          resolvedAt: null,
        },
      ]);
    });

    it('has an empty e-mail address in the log where the viewer has none', async () => {
      await lookUp();
      expect((await listScans())[0].scannerEmail).toBe('');
    });

    it('is logged at most once in an hour for a viewer and a car, whatever key is used', async () => {
      await lookUp();
      app.clock.advance({ minutes: 59, seconds: 59, ms: 999 });
      await lookUp();
      await lookUp(viewer.api, owner.car.id);
      expect(await listScans()).toHaveLength(1);
      app.clock.advance({ ms: 1 });
      await lookUp();
      await lookUp();
      expect(await listScans()).toHaveLength(2);
    });

    it('is logged once by many look-ups at the same moment, the first time and an hour later', async () => {
      for (const logged of [1, 2]) {
        const answers = await simultaneously(20, () => lookUp());
        expect(tally(answers.map(({ status, body }) => `${status} ${body.gate}`))).toEqual({ '200 open': 20 });
        expect(await listScans()).toHaveLength(logged);
        app.clock.advance({ hours: 1 });
      }
    });

    it('is logged for every viewer and every car by itself', async () => {
      const second = await signIn(app);
      await makePremium(app, second, null);
      const otherOwner = await signInOwner(app);
      await lookUp();
      app.clock.advance({ ms: 1 });
      await lookUp(second.api);
      await lookUp(viewer.api, otherOwner.car.qrCode);
      expect((await listScans()).map(({ scannerPhone }: { scannerPhone: string }) => scannerPhone)).toEqual([
        second.phone,
        viewer.phone,
      ]);
      expect((await otherOwner.api.get('/scans')).body.scans).toHaveLength(1);
    });

    it('is behind the form again from the moment on at which premium expires, and is logged no more', async () => {
      await makePremium(app, viewer, new Date(app.clock.nowMs() + 1000));
      expect((await lookUp()).body.gate).toBe('open');
      app.clock.advance({ seconds: 1 });
      expect((await lookUp()).body).toMatchObject({ gate: 'form', car: { owner: { phone: null, email: null } } });
      app.clock.advance({ hours: 1 });
      await lookUp();
      expect(await listScans()).toHaveLength(1);
    });

    it('shows at most thirty different owners in an hour, and those seen before again', async () => {
      const owners = await simultaneously(31, () => signInOwner(app));
      const key = (index: number): string => owners[index]?.car.qrCode ?? '';
      for (let index = 0; index < 30; index += 1) expect((await lookUp(viewer.api, key(index))).status).toBe(200);
      const refused = await lookUp(viewer.api, key(30));
      expectRefusal(refused, [429, 'RATE_LIMITED']);
      expect(refused.body.retryAfter).toBe(3600);
      expect(refused.headers.get('retry-after')).toBe('3600');
      expect((await owners[30]?.api.get('/scans'))?.body.scans).toEqual([]);
      expect((await lookUp(viewer.api, key(0))).body.gate).toBe('open');
      expect((await lookUp(viewer.api, owners[1]?.car.id)).body.gate).toBe('open');
      app.clock.advance({ hours: 1 });
      expect((await lookUp(viewer.api, key(30))).status).toBe(200);
    });
  });

  it('is not logged for the owner, with or without premium, nor for a scanner without premium', async () => {
    const basic = await signIn(app);
    await lookUp(owner.api);
    await makePremium(app, owner, null);
    await lookUp(owner.api);
    await lookUp(basic.api);
    await lookUp(app.api.fromNewAddress());
    expect(await listScans()).toEqual([]);
  });

  it('is allowed 120 times a minute from one address, whoever asks and whatever is found', async () => {
    const address = app.api.fromNewAddress();
    const answers = await simultaneously(124, (index) => lookUp(address, index % 2 ? owner.car.qrCode : '0000000000'));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(4);
    const refused = await lookUp(address.as({ token: owner.token }));
    expectRefusal(refused, [429, 'RATE_LIMITED']);
    expect(refused.headers.get('retry-after')).toBe(String(refused.body.retryAfter));
    expect(refused.body.retryAfter).toBe(60);
    expect((await lookUp(app.api.fromNewAddress())).status).toBe(200);
    app.clock.advance({ minutes: 1 });
    expect((await lookUp(address)).status).toBe(200);
  });
});
