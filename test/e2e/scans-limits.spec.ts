import type { Answer } from '../support/api-client.js';
import { expectRefusal, simultaneously, tally } from '../support/answers.js';
import { type Owner, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const EMAIL = 'ravi@example.com';

describe('leaving scans often', () => {
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    owner = await signInOwner(app);
  });
  afterAll(() => app.stop());

  const form = (fields: object = {}) => ({
    carId: owner.car.id,
    scannerPhone: '9812300001',
    scannerEmail: EMAIL,
    ...fields,
  });
  const submit = (fields: object = {}, api = app.api.fromNewAddress()) => api.post('/scans', form(fields));
  const phone = (index: number): string => `98123${String(10_000 + index)}`;
  const listScans = async () => (await owner.api.get('/scans')).body.scans;
  const expectLimited = (answer: Answer, retryAfter: number): void => {
    expectRefusal(answer, [429, 'RATE_LIMITED']);
    expect([answer.body.retryAfter, answer.headers.get('retry-after')]).toEqual([retryAfter, String(retryAfter)]);
    expect(answer.text).not.toContain(owner.phone.slice(-10));
  };

  describe('the same again', () => {
    it('within 60 seconds is the same scan, by id or code, in any spelling of phone and address', async () => {
      const first = await submit({ notes: 'Lights', reason: 'lights_on' });
      app.clock.advance({ seconds: 59, ms: 999 });
      for (const spelling of [
        {},
        { scannerPhone: '+91 98123-00001' },
        { scannerPhone: '098123 00001', scannerEmail: ' RAVI@example.com' },
        { carId: owner.car.qrCode.toLowerCase() },
        { notes: ' Lights ', unknown: 1 },
      ]) {
        const again = await submit({ notes: 'Lights', reason: 'lights_on', ...spelling });
        expect([again.status, again.body]).toEqual([201, first.body]);
      }
      expect(await listScans()).toEqual([first.body.activity]);
    });

    it('after 60 seconds is a new scan', async () => {
      const first = await submit();
      app.clock.advance({ seconds: 60 });
      const second = await submit();
      expect(second.status).toBe(201);
      expect(second.body.activity.id).not.toBe(first.body.activity.id);
      expect((await listScans()).map(({ id }: { id: string }) => id)).toEqual([
        second.body.activity.id,
        first.body.activity.id,
      ]);
    });

    it('is another scan when anything of it differs', async () => {
      const other = await signInOwner(app);
      const ids = new Set<string>();
      for (const difference of [
        {},
        { notes: 'x' },
        { reason: 'other' },
        { scannerPhone: '9812300002' },
        { scannerPhone: '9812300002', scannerEmail: 'other@example.com' },
        { carId: other.car.id },
      ]) {
        ids.add((await submit(difference)).body.activity.id);
      }
      expect(ids.size).toBe(6);
    });

    it.each(['the first time', 'a minute later'])('thirty times at the same moment, %s, is one scan', async (time) => {
      let scans = 1;
      if (time === 'a minute later') {
        await submit();
        app.clock.advance({ minutes: 1 });
        scans = 2;
      }
      const answers = await simultaneously(30, () => submit());
      expect(tally(answers.map(({ status }) => status))).toEqual({ 201: 30 });
      expect(new Set(answers.map(({ body }) => body.activity.id)).size).toBe(1);
      expect(await listScans()).toHaveLength(scans);
    });

    it('is the same scan when the limits are used up', async () => {
      const answers = [];
      for (const notes of ['1', '2', '3']) answers.push(await submit({ notes }));
      expectLimited(await submit({ notes: '4' }), 600);
      for (const [index, notes] of ['1', '2', '3'].entries()) {
        expect((await submit({ notes })).body).toEqual(answers[index]?.body);
      }
    });

    it('shows the contact as it is allowed by then', async () => {
      await submit();
      await owner.api.patch('/users/me', { preferences: { contactVisibility: 'none' } });
      expect((await submit()).body.car.owner).toEqual({ name: null, phone: null, email: null });
    });
  });

  it('is allowed three times in ten minutes for one phone in any spelling and one car, whatever the address', async () => {
    for (const scannerPhone of ['9812300001', '+919812300001', '098123-00001']) {
      expect((await submit({ scannerPhone, notes: scannerPhone })).status).toBe(201);
      app.clock.advance({ minutes: 1 });
    }
    expectLimited(await submit({ scannerPhone: '(98123) 00001', notes: 'fourth' }), 420);
    expect((await submit({ scannerPhone: '9812300002' })).status).toBe(201);
    const other = await signInOwner(app);
    expect((await submit({ carId: other.car.id })).status).toBe(201);
    app.clock.advance({ minutes: 7 });
    expect((await submit({ notes: 'fourth' })).status).toBe(201);
    expect(await listScans()).toHaveLength(5);
  });

  it('lets no more than three through at the same moment', async () => {
    const answers = await simultaneously(12, (index) => submit({ notes: String(index) }));
    expect(tally(answers.map(({ status }) => status))).toEqual({ 201: 3, 429: 9 });
    expect(await listScans()).toHaveLength(3);
  });

  it('is allowed twenty times in an hour for one car, whoever comes from wherever', async () => {
    const answers = await simultaneously(25, (index) => submit({ scannerPhone: phone(index) }));
    expect(tally(answers.map(({ status }) => status))).toEqual({ 201: 20, 429: 5 });
    expectLimited(await submit({ scannerPhone: phone(30) }), 3600);
    expect(await listScans()).toHaveLength(20);
    app.clock.advance({ hours: 1 });
    expect((await submit({ scannerPhone: phone(30) })).status).toBe(201);
  });

  describe('from one address', () => {
    it('is allowed six times in an hour for one car, whatever the phone, so that others still reach its owner', async () => {
      const address = app.api.fromNewAddress();
      const answers = await simultaneously(12, (index) => submit({ scannerPhone: phone(index) }, address));
      expect(tally(answers.map(({ status }) => status))).toEqual({ 201: 6, 429: 6 });
      expectLimited(await submit({ scannerPhone: phone(20) }, address), 3600);
      const others = await simultaneously(14, (index) => submit({ scannerPhone: phone(30 + index) }));
      expect(tally(others.map(({ status }) => status))).toEqual({ 201: 14 });
      expect(await listScans()).toHaveLength(20);
      const other = await signInOwner(app);
      expect((await submit({ carId: other.car.id }, address)).status).toBe(201);
      app.clock.advance({ hours: 1 });
      expect((await submit({ scannerPhone: phone(20) }, address)).status).toBe(201);
    });

    it('is counted for a network of IPv6, for the page and the API together', async () => {
      for (let index = 0; index < 5; index += 1) {
        const scan = await submit({ scannerPhone: phone(index) }, app.api.as({ ip: `2001:db8:7:7::${index + 1}` }));
        expect(scan.status).toBe(201);
      }
      const values = new URLSearchParams({ scannerPhone: phone(6), scannerEmail: EMAIL }).toString();
      const sendPage = (ip: string) =>
        app.api
          .as({ ip })
          .send('POST', `/S/${owner.car.qrCode}`, values, { 'content-type': 'application/x-www-form-urlencoded' });
      expect((await sendPage('2001:db8:7:7:8::1')).status).toBe(303);
      expectLimited(await submit({ scannerPhone: phone(7) }, app.api.as({ ip: '2001:db8:7:7:9::1' })), 3600);
      expect((await submit({ scannerPhone: phone(7) }, app.api.as({ ip: '2001:db8:7:8::1' }))).status).toBe(201);
    });
  });

  it('is allowed thirty times a minute from one address, refused forms among them', async () => {
    const address = app.api.fromNewAddress();
    const answers = await simultaneously(34, (index) => submit({ scannerPhone: `bad ${index}` }, address));
    expect(tally(answers.map(({ status }) => status))).toEqual({ 422: 30, 429: 4 });
    expectLimited(await submit({}, address), 60);
    expect(await listScans()).toEqual([]);
    app.clock.advance({ minutes: 1 });
    expect((await submit({}, address)).status).toBe(201);
  });
});
