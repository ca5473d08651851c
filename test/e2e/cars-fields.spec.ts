import { expectInvalid, expectRefusal } from '../support/answers.js';
import { type Owner, signIn, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const NEXON = { carNumber: 'KA01AB1234', carModel: 'Tata Nexon' };
const pairs = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`field ${index}`, 'x']));

describe('the fields of a car', () => {
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp();
    owner = await signInOwner(app);
  });
  afterAll(() => app.stop());

  it.each([
    ['ka 01 ab 1234', 'KA01AB1234'],
    ['22-BH-1234-AA', '22BH1234AA'],
    ['dl\u00a01c\tAA 1111', 'DL1CAA1111'],
    ['b - x 1', 'BX1'],
    ['A1', 'A1'],
    ['ABCDE 12345 FGHIJ', 'ABCDE12345FGHIJ'],
    ['KA.01/AB.1234', 'KA01AB1234'],
    ['⬆\ufe0f08D 123456X', '08D123456X'],
    ['KA ०१ AB १२३४', 'KA01AB1234'],
    ['KA01AB12３4', 'KA01AB1234'],
    ['ｋａ０１ＡＢ１２３４', 'KA01AB1234'],
    ['٠', undefined],
    ['A', undefined],
    ['ABCDE12345FGHIJK', undefined],
    ['', undefined],
    ['- -', undefined],
    ['КА01', undefined],
    ['KAß1', undefined],
    ['KA_01', undefined],
    ['KA01\u0000', undefined],
    ['"><script>', undefined],
  ])('carNumber %j is read as %j', async (carNumber, read) => {
    for (const answer of [
      await owner.api.post('/cars', { ...NEXON, carNumber }),
      await owner.api.patch(`/cars/${owner.car.id}`, { carNumber }),
    ]) {
      if (read === undefined) expectInvalid(answer, 'carNumber');
      else expect([answer.status, answer.body.car.carNumber]).toEqual([200, read]);
    }
  });

  it.each([
    ['carModel', 'x', true],
    ['carModel', '🚗'.repeat(100), true],
    ['carModel', '🚗'.repeat(101), false],
    ['carModel', 'x'.repeat(101), false],
    ['carModel', '   ', false],
    ['carModel', 'a\u0000b', false],
    ['carModel', 'Nexon\u202egnp.exe', false],
    ['carModel', 'Nexon\u009b', false],
    ['carModel', 'രാജന്\u200d 👨\u200d👩\u200d👧', true],
    ['carModel', 7, false],
    ['carModel', ['Nexon'], false],
    ['customMessage', '🚗'.repeat(500), true],
    ['customMessage', '🚗'.repeat(501), false],
    ['customMessage', 'x'.repeat(501), false],
    ['customMessage', 'half \ud83d pair', false],
    ['customMessage', { text: 'x' }, false],
    ['customFields', {}, true],
    ['customFields', pairs(20), true],
    ['customFields', pairs(21), false],
    ['customFields', { ['🚗'.repeat(40)]: '🚗'.repeat(200) }, true],
    ['customFields', { ['k'.repeat(41)]: 'x' }, false],
    ['customFields', { '': 'x' }, false],
    ['customFields', { key: 'x'.repeat(201) }, false],
    ['customFields', { key: '' }, true],
    ['customFields', { 'ke\u200by': 'x' }, false],
    ['customFields', { key: 'x\u2066' }, false],
    ['customFields', { पता: 'श्\u200cवेता' }, true],
    ['customFields', { key: 7 }, false],
    ['customFields', { key: null }, false],
    ['customFields', { key: { nested: 'x' } }, false],
    ['customFields', ['x'], false],
    ['customFields', 'x', false],
    ['selectedTemplate', 'classic', true],
    ['selectedTemplate', 'Classic', false],
    ['selectedTemplate', 'baroque', false],
    ['selectedTemplate', ['classic'], false],
  ])('%s %j is taken: %s', async (field, value, isTaken) => {
    const before = (await owner.api.get('/cars/me')).body.car;
    const patched = await owner.api.patch(`/cars/${owner.car.id}`, { [field]: value });
    const posted = await owner.api.post('/cars', { ...NEXON, [field]: value });
    const after = (await owner.api.get('/cars/me')).body.car;
    if (isTaken) {
      expect([patched.body.car[field], posted.body.car[field], after[field]]).toEqual([value, value, value]);
    } else {
      expectInvalid(patched, field);
      expectInvalid(posted, field);
      expect(after).toEqual(before);
    }
  });

  it('takes twenty of the longest pairs that there may be', async () => {
    const customFields = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`${index + 10}${'𝄞'.repeat(38)}`, '🚗'.repeat(200)]),
    );
    const { body } = await owner.api.patch(`/cars/${owner.car.id}`, { customFields });
    expect(body.car.customFields).toEqual(customFields);
  });

  it('are demanded where they must be given, by name', async () => {
    expectInvalid(await owner.api.post('/cars', {}), 'carNumber', 'carModel');
    expectInvalid(await owner.api.post('/cars', { carNumber: null, carModel: null }), 'carNumber', 'carModel');
  });

  it('are demanded before anything is made', async () => {
    const { api } = await signIn(app);
    expectInvalid(await api.post('/cars', { carNumber: 'KA01AB1234' }), 'carModel');
    expectRefusal(await api.get('/cars/me'), [404, 'CAR_NOT_FOUND']);
  });
});
