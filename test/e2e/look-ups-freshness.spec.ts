import { expectRefusal } from '../support/answers.js';
import { showsChangeOfNewCode, showsNoOldValue, showsNothingStaleOfNewCodes } from '../support/look-up-stream.js';
import { type Owner, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('a look-up after a change', () => {
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    owner = await signInOwner(app);
    // What is looked up once is kept.
    for (const key of [owner.car.qrCode, owner.car.id]) await app.api.get(`/cars/qr/${key}`);
  });
  afterAll(() => app.stop());

  const lookUp = (key: string) => app.api.fromNewAddress().get(`/cars/qr/${key}`);

  it.each([
    ['carModel', 'Kia Sonet'],
    ['carNumber', 'MH12DE1433'],
    ['customMessage', 'Back at six'],
    ['customFields', { Flat: 'C-1' }],
    ['selectedTemplate', 'minimal'],
  ])('shows the new %s at once', async (field, value) => {
    await owner.api.patch(`/cars/${owner.car.id}`, { [field]: value });
    for (const key of [owner.car.qrCode, owner.car.id]) expect((await lookUp(key)).body.car[field]).toEqual(value);
  });

  it('shows the details of a car that was described again at once', async () => {
    await owner.api.post('/cars', { carNumber: 'BX1', carModel: 'Kia', customMessage: 'hello' });
    for (const key of [owner.car.qrCode, owner.car.id]) {
      expect((await lookUp(key)).body.car).toMatchObject({ carNumber: 'BX1', carModel: 'Kia', customMessage: 'hello' });
    }
  });

  it('shows the owner’s new name at once, and none when it was removed', async () => {
    for (const name of ['Asha', 'Ravi', '']) {
      await owner.api.patch('/users/me', { name });
      for (const key of [owner.car.qrCode, owner.car.id]) {
        expect((await lookUp(key)).body.car.owner.name).toBe(name || null);
      }
    }
  });

  it('allows what the new contactVisibility allows at once', async () => {
    await owner.api.patch('/users/me', { preferences: { contactVisibility: 'none' } });
    const { body } = await owner.api.get(`/cars/qr/${owner.car.qrCode}`);
    expect(body.car.owner).toEqual({ name: null, phone: null, email: null });
  });

  it.each([
    ['car', () => owner.api.delete(`/cars/${owner.car.id}`)],
    ['account', () => owner.api.delete('/users/me')],
  ])('finds nothing at once when the %s is deleted', async (_what, remove) => {
    await remove();
    for (const key of [owner.car.qrCode, owner.car.id]) expectRefusal(await lookUp(key), [404, 'QR_NOT_FOUND']);
  });

  it('shows a change that was under way when the code was made', () => showsChangeOfNewCode(app, app));

  it('shows nothing stale of codes that are made while their owner changes and their car is deleted', () =>
    showsNothingStaleOfNewCodes(app, app, 4));

  it('never shows what was before, in a stream of look-ups that goes on through many changes', async () => {
    await showsNoOldValue({ owner, readers: [app.api, app.api], changes: 25 });
  });
});
