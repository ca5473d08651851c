import { type Answer, type ApiClient } from '../support/api-client.js';
import { expectFailure } from '../support/failures.js';
import { type Person, signIn } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { countAllRows } from '../support/stored-rows.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
const LIMIT_BYTES = 100 * 1024;
const TEN_MEGABYTES = 10 * 1024 * 1024;

describe('a body', () => {
  let app: TestApp;
  let person: Person;
  let api: ApiClient;

  beforeAll(async () => {
    app = await startApp();
    person = await signIn(app);
    api = person.api;
  });

  afterAll(() => app.stop());

  const saveCar = (body: string | Uint8Array, headers: Record<string, string> = JSON_TYPE): Promise<Answer> =>
    api.send('POST', '/cars', body, headers);

  describe('that cannot be read is INVALID_REQUEST, and nothing is stored:', () => {
    it.each([
      ['an unfinished object', '{"carNumber": "KA01AB1234", "carModel": "Tata'],
      ['text that is no JSON', 'carNumber=KA01AB1234'],
      ['a bare comma', '{"carNumber": "KA01AB1234", "carModel": "Tata",}'],
      ['NaN', '{"carNumber": NaN}'],
      ['a raw NUL', '{"carNumber": "KA01\u0000"}'],
      ['two documents', '{} {}'],
      ['null', 'null'],
      ['a number', '42'],
      ['a string', '"KA01AB1234"'],
      ['true', 'true'],
      ['an array', '[{"carNumber": "KA01AB1234", "carModel": "Tata Nexon"}]'],
      ['objects 5,000 deep', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
      ['arrays 5,000 deep', `{"customFields":${'['.repeat(5000)}${']'.repeat(5000)}}`],
      ['an unknown field 5,000 deep', `{"carNumber":"KA01AB1234","carModel":"x","y":${'[{"z":'.repeat(5000)}`],
      ['nothing but brackets', '['.repeat(90_000)],
    ])('%s', async (_, body) => {
      const before = await countAllRows(app);
      expectFailure(await saveCar(body), 400, 'INVALID_REQUEST');
      expect(await countAllRows(app)).toBe(before);
    });

    it.each([
      ['a byte that starts nothing', [0xff]],
      ['an overlong slash', [0xc0, 0xaf]],
      ['an encoded half of a surrogate pair', [0xed, 0xa0, 0x80]],
      ['a character that breaks off', [0xe2, 0x82]],
    ])('JSON that is not UTF-8: %s', async (_, bytes) => {
      const body = Buffer.concat([
        Buffer.from('{"carNumber":"KA01AB1234","carModel":"Tata '),
        Buffer.from(bytes),
        Buffer.from('"}'),
      ]);
      expectFailure(await saveCar(body), 400, 'INVALID_REQUEST');
      expectFailure(await saveCar(body, FORM_TYPE), 400, 'INVALID_REQUEST');
      expectFailure(await api.get('/cars/me'), 404, 'CAR_NOT_FOUND');
    });
  });

  it('of JSON with the content type and nothing in it counts as empty', async () => {
    expectFailure(await saveCar(''), 422, 'VALIDATION_FAILED');
    expect((await (await signIn(app)).api.send('POST', '/auth/logout', '', JSON_TYPE)).status).toBe(200);
  });

  it('that is left out altogether counts as empty', async () => {
    expectFailure(await api.send('POST', '/cars'), 422, 'VALIDATION_FAILED');
    expect((await (await signIn(app)).api.send('POST', '/auth/logout')).status).toBe(200);
  });

  describe('that is too large is PAYLOAD_TOO_LARGE:', () => {
    const ofSize = (bytes: number): string => `{"carNumber":"${'x'.repeat(bytes - 16)}"}`;

    it('one byte over 100 kB', async () => {
      expectFailure(await saveCar(ofSize(LIMIT_BYTES + 1)), 413, 'PAYLOAD_TOO_LARGE');
    });

    it('but not 100 kB, which is read and found wrong', async () => {
      expectFailure(await saveCar(ofSize(LIMIT_BYTES)), 422, 'VALIDATION_FAILED');
    });

    it('10 MB that say so', async () => {
      expectFailure(await saveCar(ofSize(TEN_MEGABYTES)), 413, 'PAYLOAD_TOO_LARGE');
      expect((await api.get('/health/live')).status).toBe(200);
    });

    it('10 MB in chunks', async () => {
      const chunks = function* (): Generator<Uint8Array> {
        for (let sent = 0; sent < TEN_MEGABYTES; sent += 65_536) yield Buffer.alloc(65_536, '{');
      };
      const response = await fetch(`${api.url}/cars`, {
        method: 'POST',
        headers: { ...JSON_TYPE, authorization: `Bearer ${person.token}` },
        body: ReadableStream.from(chunks()),
        duplex: 'half',
      });
      const { status, headers } = response;
      const text = await response.text();
      expectFailure({ status, headers, text, body: JSON.parse(text) }, 413, 'PAYLOAD_TOO_LARGE');
    });
  });

  describe('of another media type is UNSUPPORTED_MEDIA_TYPE:', () => {
    it.each([
      ['text/plain'],
      ['application/xml'],
      ['multipart/form-data; boundary=x'],
      ['application/jsonp'],
      ['application/json-patch+json'],
      ['json'],
      ['*/*'],
      [';'],
    ])('%s', async (type) => {
      expectFailure(await saveCar('{}', { 'content-type': type }), 415, 'UNSUPPORTED_MEDIA_TYPE');
    });

    it('none at all', async () => {
      expectFailure(await saveCar(Buffer.from('{}'), {}), 415, 'UNSUPPORTED_MEDIA_TYPE');
    });
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset="UTF-8"'])(
    'is read as JSON when its type is %s',
    async (type) => {
      expectFailure(await saveCar('{}', { 'content-type': type }), 422, 'VALIDATION_FAILED');
    },
  );

  describe('with unknown fields', () => {
    it('is taken without them, and what only the server sets cannot be set', async () => {
      const { api: fresh, id } = await signIn(app);
      const before = (await fresh.get('/users/me')).body.user;
      const forged = {
        name: 'Asha',
        id: 'x',
        userId: 'x',
        isPremium: true,
        plan: 'premium',
        premiumExpiryDate: '2099-01-01',
        role: 'admin',
        emailVerified: true,
        phone: '+919999999999',
        hasCarInfo: true,
        createdAt: '2000-01-01T00:00:00Z',
        favouriteColour: 'blue',
        preferences: { notifyByEmail: false, isAdmin: true },
      };
      const { status, body } = await fresh.patch('/users/me', forged);
      expect(status).toBe(200);
      const preferences = { ...before.preferences, notifyByEmail: false };
      expect(body.user).toEqual({ ...before, id, name: 'Asha', preferences, updatedAt: body.user.updatedAt });
      expect((await fresh.get('/users/me')).body.user).toEqual(body.user);
    });

    it.each([
      '{"__proto__": {"isPremium": true, "role": "admin"}, "name": "Asha"}',
      '{"constructor": {"prototype": {"isPremium": true}}, "name": "Asha"}',
      '{"name": "Asha", "preferences": {"__proto__": {"notifyByEmail": "yes"}, "constructor": {"prototype": {}}}}',
      '{"name": "Asha", "hasOwnProperty": 1, "toString": "x", "toJSON": "x", "then": "x"}',
    ])('that name prototypes changes nothing but what it may: %s', async (body) => {
      const { api: fresh } = await signIn(app);
      const answer = await fresh.send('PATCH', '/users/me', body, JSON_TYPE);
      expect(answer.body).toMatchObject({ success: true, user: { name: 'Asha', isPremium: false, role: 'user' } });
      expect(({} as { isPremium?: unknown }).isPremium).toBeUndefined();
      expect((await fresh.get('/users/me')).body.user.preferences.notifyByEmail).toBe(true);
    });
  });

  it.each(['__proto__', 'constructor', 'prototype', '\\u005f_proto__'])(
    'is refused when a car has a field of its own that is called %s',
    async (name) => {
      const { api: fresh } = await signIn(app);
      for (const value of ['"x"', '{"isPremium":true}', 'null']) {
        const fields = `{"Flat":"B-204","${name}":${value}}`;
        const car = `{"carNumber":"KA01AB1234","carModel":"x","customFields":${fields}}`;
        const answer = await fresh.send('POST', '/cars', car, JSON_TYPE);
        expectFailure(answer, 422, 'VALIDATION_FAILED');
        expect(answer.body.details).toEqual([expect.objectContaining({ field: 'customFields' })]);
      }
      const form = `carNumber=KA01AB1234&carModel=x&customFields[Flat]=x&customFields[${name.replace('\\u005f', '%5F')}]=y`;
      const answer = await fresh.send('POST', '/cars', form, FORM_TYPE);
      expectFailure(answer, 422, 'VALIDATION_FAILED');
      expect(answer.body.details).toEqual([expect.objectContaining({ field: 'customFields' })]);
      expectFailure(await fresh.get('/cars/me'), 404, 'CAR_NOT_FOUND');
      expect(({} as { isPremium?: unknown }).isPremium).toBeUndefined();
    },
  );

  it('keeps own fields of a car whose names are those of methods', async () => {
    const { api: fresh } = await signIn(app);
    const car = '{"carNumber":"KA01AB1234","carModel":"x","customFields":{"toString":"a","hasOwnProperty":"b"}}';
    const { status, body } = await fresh.send('POST', '/cars', car, JSON_TYPE);
    expect(status).toBe(201);
    expect(body.car.customFields).toEqual({ toString: 'a', hasOwnProperty: 'b' });
    const form = 'customFields[toString]=c&customFields[valueOf]=d';
    const patched = await fresh.send('PATCH', `/cars/${body.car.id}`, form, FORM_TYPE);
    expect(patched.body.car.customFields).toEqual({ toString: 'c', valueOf: 'd' });
  });
});
