import type { Answer, ApiClient } from '../support/api-client.js';
import { expectFailure } from '../support/failures.js';
import { type Owner, makeAdmin, signIn, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('a form', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  const sendForm = (api: ApiClient, method: string, path: string, form: string): Promise<Answer> =>
    api.send(method, path, form, { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' });

  it('does what JSON does', async () => {
    const { api } = await signIn(app);
    const form = 'carNumber=ka+01+ab-1234&carModel=Tata%20Nexon&customFields%5BFlat%5D=B-204&selectedTemplate=minimal';
    const { status, body } = await sendForm(api, 'POST', '/api/v1/cars', form);
    expect(status).toBe(201);
    expect(body.car).toMatchObject({
      carNumber: 'KA01AB1234',
      customFields: { Flat: 'B-204' },
      selectedTemplate: 'minimal',
    });
  });

  it('sends booleans as words, in nested fields too', async () => {
    const { api } = await signIn(app);
    const { body } = await sendForm(
      api,
      'PATCH',
      '/users/me',
      'preferences[notifyByEmail]=false&name=%E0%A4%86%E0%A4%B6%E0%A4%BE',
    );
    expect(body.user).toMatchObject({ name: 'आशा', preferences: { notifyByEmail: false } });
    expectFailure(await sendForm(api, 'PATCH', '/users/me', 'preferences[notifyByEmail]=0'), 422, 'VALIDATION_FAILED');
  });

  it.each([
    ['a field given twice', 'carNumber=KA01AB1234&carNumber=KA01AB9999&carModel=x', 'carNumber'],
    ['a list for a text', 'carNumber[]=KA01AB1234&carModel=x', 'carNumber'],
    ['an object for a text', 'carNumber[a]=KA01AB1234&carModel=x', 'carNumber'],
    ['NUL', 'carNumber=KA01AB1234&carModel=x%00y', 'carModel'],
    ['a text for an object', 'carNumber=KA01AB1234&carModel=x&customFields=y', 'customFields'],
    ['deeper objects than there are', 'carNumber=KA01AB1234&carModel=x&customFields[a][b]=y', 'customFields'],
  ])('is refused with %s', async (_, form, field) => {
    const { api } = await signIn(app);
    const answer = await sendForm(api, 'POST', '/cars', form);
    expectFailure(answer, 422, 'VALIDATION_FAILED');
    expect(answer.body.details.map((detail: { field: string }) => detail.field)).toEqual([field]);
    expectFailure(await api.get('/cars/me'), 404, 'CAR_NOT_FOUND');
  });

  it.each([
    '%zz',
    '__proto__[isPremium]=true',
    'constructor[prototype][isPremium]=true',
    '&'.repeat(50_000),
    '[]=x',
    '=x',
    'a',
  ])('with nonsense counts as one without fields: %.40s', async (form) => {
    const { api } = await signIn(app);
    expectFailure(await sendForm(api, 'POST', '/cars', form), 422, 'VALIDATION_FAILED');
    expect((await api.get('/users/me')).body.user.isPremium).toBe(false);
  });

  it('with as many fields as fit into 100 kB is answered quickly', async () => {
    const { api } = await signIn(app);
    const started = performance.now();
    const form = Array.from({ length: 12_000 }, (_, index) => `a[${index}]=1`)
      .join('&')
      .slice(0, 100_000);
    expectFailure(await sendForm(api, 'POST', '/cars', form), 422, 'VALIDATION_FAILED');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('a query', () => {
  let app: TestApp;
  let owner: Owner;
  let api: ApiClient;

  beforeAll(async () => {
    app = await startApp();
    owner = await signInOwner(app);
    await makeAdmin(app, owner);
    ({ api } = owner);
  });

  afterAll(() => app.stop());

  it.each([
    ['limit=5&limit=6', 'limit'],
    ['limit[]=5', 'none'],
    ['limit=', 'limit'],
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=1e1', 'limit'],
    ['limit=%00', 'limit'],
    ['offset=-1', 'offset'],
    ['offset=99999999999999999999', 'offset'],
    ['from=yesterday', 'from'],
    ['from=2026-13-01', 'from'],
    ['from=%ED%A0%80', 'from'],
    ['to=2026-01-01&to=2026-01-02', 'to'],
    ['cursor=%zz', 'cursor'],
    ['cursor=AAAA', 'cursor'],
    ['cursor[a]=b', 'none'],
    ['__proto__=x&constructor=y&toString=z', 'none'],
    ['unknown=1&unknown=2', 'none'],
    ['a=b&'.repeat(2000), 'none'],
  ])('?%.40s is refused for its %s', async (query, field) => {
    const answer = await api.get(`/scans?${query}`);
    if (field === 'none') {
      expect(answer.status).toBe(200);
      return;
    }
    expectFailure(answer, 422, 'VALIDATION_FAILED');
    expect(answer.body.details.map((detail: { field: string }) => detail.field)).toEqual([field]);
  });

  describe('with a cursor that no page has given', () => {
    const ID = '01938a5e-7c11-7abc-8def-012345678901';
    const LAST_MOMENT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
    const forge = (values: string): string => Buffer.from(values).toString('base64url');
    const forged = [
      `[${LAST_MOMENT + 1},"${ID}",1,1]`,
      `[8640000000000000,"${ID}",1,1]`,
      `[8640000000000001,"${ID}",1,1]`,
      `[1e300,"${ID}",1,1]`,
      `[1e999,"${ID}",1,1]`,
      `[-1,"${ID}",1,1]`,
      `[-62198755200001,"${ID}",1,1]`,
      `[1.5,"${ID}",1,1]`,
      `[NaN,"${ID}",1,1]`,
      `[null,"${ID}",1,1]`,
      `["2026-11-22","${ID}",1,1]`,
      `[[1],"${ID}",1,1]`,
      `[1,"${ID}",-1,1]`,
      `[1,"${ID}",1,1e300]`,
      `[1,"' OR 1=1",1,1]`,
      `[1,null,1,1]`,
      `{"0":1}`,
      '[]',
    ];
    const lists = [
      '/scans',
      '/cars/:carId/scans',
      '/scans/:carId/scans',
      '/qr',
      '/payments',
      '/admin/acts',
      '/admin/notifications',
    ];

    it.each(lists)('is refused for it by %s, which takes the last moment that there is', async (list) => {
      const path = list.replace(':carId', owner.car.id);
      for (const values of forged) {
        const answer = await api.get(`${path}?cursor=${forge(values)}`);
        expectFailure(answer, 422, 'VALIDATION_FAILED');
        expect(answer.body.details).toEqual([expect.objectContaining({ field: 'cursor' })]);
      }
      for (const afterMs of [0, LAST_MOMENT]) {
        expect((await api.get(`${path}?cursor=${forge(`[${afterMs},"${ID}",1,1]`)}`)).status).toBe(200);
      }
    });
  });
});
