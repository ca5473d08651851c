import { expectFields, expectRefusal, simultaneously, tally, visibleParts } from '../support/answers.js';
import { type Owner, type Person, signIn, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const PREFIXES = ['/api/v1', ''];
const NEXON = { carNumber: 'KA 01 AB 1234', carModel: 'Tata Nexon' };

describe('a car', () => {
  let app: TestApp;
  let person: Person;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    person = await signIn(app);
  });
  afterAll(() => app.stop());

  const count = async (table: string, column: string, id: string): Promise<number> => {
    const sql = `SELECT COUNT(*) AS n FROM ${table} WHERE ${column} = ?`;
    const [row] = await app.dataSource.query<{ n: number }[]>(sql, [id]);
    return Number(row?.n);
  };
  const readMe = async (who = person) => (await who.api.get('/users/me')).body.user;

  describe('when it is described', () => {
    it.each(PREFIXES)('is made at %s/cars with exactly the fields of the contract', async (prefix) => {
      await person.api.put('/users/me/template', { templateId: 'classic' });
      const { status, body } = await person.api.post(`${prefix}/cars`, NEXON);
      expect([status, Object.keys(body)]).toEqual([201, ['success', 'car']]);
      expectFields(body.car, 'car');
      expect(body.car).toEqual({
        id: expect.any(String),
        userId: person.id,
        carNumber: 'KA01AB1234',
        carModel: 'Tata Nexon',
        customMessage: '',
        customFields: {},
        selectedTemplate: 'classic',
        qrCode: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{10}$/),
        scanUrl: `https://carqr.test/S/${body.car.qrCode}`,
        createdAt: app.clock.now().toISOString(),
        updatedAt: app.clock.now().toISOString(),
      });
      expect((await person.api.get(`${prefix}/cars/me`)).body).toEqual(body);
      expect((await person.api.get(`${prefix}/cars/${body.car.id}`)).body).toEqual(body);
      expect(await count('qr_codes', 'carId', body.car.id)).toBe(1);
      expect((await readMe()).hasCarInfo).toBe(true);
    });

    it('keeps every detail given, characters outside the basic plane too', async () => {
      const details = {
        carModel: 'टाटा नेक्सॉन 🚗',
        customMessage: 'Back at 18:00 👋\nasha',
        customFields: { 'Flat 🏠': 'B-204 𝄞' },
        selectedTemplate: 'minimal',
      };
      await person.api.post('/cars', { ...NEXON, ...details });
      expect((await person.api.get('/cars/me')).body.car).toMatchObject(details);
    });

    it('takes nulls as absent', async () => {
      const nulls = { customMessage: null, customFields: null, selectedTemplate: null };
      const { status, body } = await person.api.post('/cars', { ...NEXON, ...nulls });
      expect(status).toBe(201);
      expect(body.car).toMatchObject({ customMessage: '', customFields: {}, selectedTemplate: 'modern' });
    });

    it('replaces all its details at a second time, answers 200 and keeps its id, code and age', async () => {
      const first = await person.api.post('/cars', { ...NEXON, customMessage: 'hi', customFields: { a: 'b' } });
      app.clock.advance({ seconds: 5 });
      const second = await person.api.post('/cars', { carNumber: '22-BH-1234-AA', carModel: 'Kia' });
      expect([first.status, second.status]).toEqual([201, 200]);
      expect(second.body.car).toEqual({
        ...first.body.car,
        carNumber: '22BH1234AA',
        carModel: 'Kia',
        customMessage: '',
        customFields: {},
        updatedAt: app.clock.now().toISOString(),
      });
      expect(await count('cars', 'userId', person.id)).toBe(1);
      expect(await count('qr_codes', 'carId', first.body.car.id)).toBe(1);
    });

    it('cannot be given what only the server sets', async () => {
      const other = await signInOwner(app);
      const forged = { id: other.car.id, userId: other.id, qrCode: 'MINE', scanUrl: 'x', createdAt: '2020-01-01' };
      const { body } = await person.api.post('/cars', { ...NEXON, ...forged, isPremium: true, role: 'admin' });
      expect(body.car.userId).toBe(person.id);
      expect([other.car.id, 'MINE']).not.toContain(body.car.id);
      expect(body.car.qrCode).not.toBe('MINE');
      expect(body.car.createdAt).toBe(app.clock.now().toISOString());
      const patched = await person.api.patch(`/cars/${body.car.id}`, forged);
      expect(patched.body).toEqual(body);
      expect(await readMe()).toMatchObject({ isPremium: false, role: 'user' });
    });

    it('is one car with one code, however many describe it for the first time at once', async () => {
      const answers = await simultaneously(20, (index) =>
        person.api.post('/cars', { ...NEXON, carModel: `Model ${index}` }),
      );
      expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 19, 201: 1 });
      expect(new Set(answers.map(({ body }) => body.car.id)).size).toBe(1);
      expect(await count('cars', 'userId', person.id)).toBe(1);
      expect(await count('qr_codes', 'carId', answers[0]?.body.car.id)).toBe(1);
    });

    it('is described by a form as well', async () => {
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const form = 'carNumber=mh-12-de-1433&carModel=Alto%20%F0%9F%9A%97&customFields[Flat]=B-204&customMessage=a+b';
      const { status, body } = await person.api.send('POST', '/cars', form, type);
      expect(status).toBe(201);
      const read = {
        carNumber: 'MH12DE1433',
        carModel: 'Alto 🚗',
        customFields: { Flat: 'B-204' },
        customMessage: 'a b',
      };
      expect(body.car).toMatchObject(read);
    });
  });

  describe('when it is changed', () => {
    it.each(PREFIXES.flatMap((prefix) => [['PUT', prefix] as const, ['PATCH', prefix] as const]))(
      'by %s %s/cars/:carId, has the fields given and keeps the others',
      async (method, prefix) => {
        const owner = await signInOwner(app);
        const before = (await owner.api.get('/cars/me')).body.car;
        app.clock.advance({ ms: 7 });
        const change = { carModel: 'Kia', customMessage: 'hi', customFields: { a: 'b' }, selectedTemplate: null };
        const { status, body } = await owner.api.sendJson(method, `${prefix}/cars/${owner.car.id}`, change);
        expect(status).toBe(200);
        const { carModel, customMessage, customFields } = change;
        const updatedAt = app.clock.now().toISOString();
        expect(body.car).toEqual({ ...before, carModel, customMessage, customFields, updatedAt });
        const emptied = { customMessage: '', customFields: {} };
        expect((await owner.api.sendJson(method, `/cars/${owner.car.id}`, emptied)).body.car).toMatchObject(emptied);
      },
    );
  });

  describe('when it is deleted', () => {
    it.each(PREFIXES)(
      'by DELETE %s/cars/:carId, takes its codes and scans along and can be made anew',
      async (prefix) => {
        const owner = await signInOwner(app);
        await person.api.post('/scans', { carId: owner.car.id, scannerEmail: 'ravi@example.com' });
        expect(await count('scans', 'carId', owner.car.id)).toBe(1);
        const { status, body } = await owner.api.delete(`${prefix}/cars/${owner.car.id}`);
        expect([status, body.success]).toEqual([200, true]);
        expectRefusal(await owner.api.get('/cars/me'), [404, 'CAR_NOT_FOUND']);
        expect(await count('qr_codes', 'carId', owner.car.id)).toBe(0);
        expect(await count('scans', 'carId', owner.car.id)).toBe(0);
        expect((await readMe(owner)).hasCarInfo).toBe(false);
        const again = await owner.api.post('/cars', NEXON);
        expect(again.status).toBe(201);
        expect(again.body.car.qrCode).not.toBe(owner.car.qrCode);
        expect((await readMe(owner)).hasCarInfo).toBe(true);
      },
    );

    it('is deleted once, however many ask at the same moment', async () => {
      const owner = await signInOwner(app);
      const answers = await simultaneously(10, () => owner.api.delete(`/cars/${owner.car.id}`));
      expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 1, 404: 9 });
    });

    it('leaves the account and the car in accord, in whatever order simultaneous makers and deleters arrive', async () => {
      const owner = await signInOwner(app);
      const answers = await simultaneously(20, (index) =>
        index % 2 ? owner.api.post('/cars', NEXON) : owner.api.delete(`/cars/${owner.car.id}`),
      );
      expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
      expect((await readMe(owner)).hasCarInfo).toBe((await count('cars', 'userId', owner.id)) === 1);
    });
  });

  describe('of somebody else', () => {
    const MISSING = '01938a5e-7c11-7abc-8def-012345678901';
    let owner: Owner;

    beforeEach(async () => {
      owner = await signInOwner(app);
    });

    it.each([
      ['GET', '/cars/:id', undefined],
      ['PUT', '/cars/:id', { carModel: 'Stolen' }],
      ['PATCH', '/cars/:id', { carModel: 'Stolen' }],
      ['DELETE', '/cars/:id', undefined],
      ['GET', '/cars/:id/scans', undefined],
      ['GET', '/scans/:id/scans', undefined],
    ])('answers to %s %s exactly like one that does not exist', async (method, path, change) => {
      const ask = (id: string) => {
        const url = `/api/v1${path.replace(':id', id)}`;
        return change ? person.api.sendJson(method, url, change) : person.api.send(method, url);
      };
      const before = (await owner.api.get('/cars/me')).body;
      const theirs = await ask(owner.car.id);
      expectRefusal(theirs, [404, 'CAR_NOT_FOUND']);
      for (const id of [MISSING, 'nothing', '%00', '%F0%9F%9A%97', `${owner.car.id}%20`, owner.car.qrCode]) {
        expect(visibleParts(await ask(id))).toEqual(visibleParts(theirs));
      }
      expect((await owner.api.get('/cars/me')).body).toEqual(before);
      expectRefusal(await app.api.send(method, path.replace(':id', owner.car.id)), [401, 'UNAUTHORIZED']);
    });
  });
});
