import { expectRefusal, simultaneously, tally } from '../support/answers.js';
import { showsChangeOfNewCode, showsNoOldValue, showsNothingStaleOfNewCodes } from '../support/look-up-stream.js';
import { type Owner, makePremium, signIn, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('look-ups on two instances', () => {
  let first: TestApp;
  let second: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    first = await startApp();
    second = await startApp({ besides: first });
  });
  beforeEach(async () => {
    owner = await signInOwner(first);
  });
  afterAll(async () => {
    await second.stop();
    await first.stop();
  });

  /** The same caller, talking to the second instance. */
  const onSecond = (token: string) => second.api.fromNewAddress().as({ token });
  const lookUp = (key: string) => second.api.fromNewAddress().get(`/cars/qr/${key}`);

  it('show on one what was changed on the other at once', async () => {
    for (const key of [owner.car.qrCode, owner.car.id]) await lookUp(key);
    await owner.api.patch(`/cars/${owner.car.id}`, { carModel: 'Kia', selectedTemplate: 'minimal' });
    await owner.api.patch('/users/me', { name: 'Asha' });
    for (const key of [owner.car.qrCode, owner.car.id]) {
      const { car } = (await lookUp(key)).body;
      expect(car).toMatchObject({ carModel: 'Kia', selectedTemplate: 'minimal', owner: { name: 'Asha' } });
    }
  });

  it.each([
    ['car', () => owner.api.delete(`/cars/${owner.car.id}`)],
    ['account', () => owner.api.delete('/users/me')],
  ])('find nothing on one once the %s was deleted on the other', async (_what, remove) => {
    for (const key of [owner.car.qrCode, owner.car.id]) await lookUp(key);
    await remove();
    for (const key of [owner.car.qrCode, owner.car.id]) expectRefusal(await lookUp(key), [404, 'QR_NOT_FOUND']);
  });

  it('never show what was before, while both read and both change', async () => {
    const writers = [owner.api, onSecond(owner.token)];
    await showsNoOldValue({ owner, readers: [first.api, second.api], changes: 60, writers });
  });

  it('show a change that was under way when the code was made', () => showsChangeOfNewCode(first, second));

  it('show nothing stale of codes that are made while their owner changes and their car is deleted', () =>
    showsNothingStaleOfNewCodes(first, second, 8));

  it('log a premium viewer once, whichever instances they ask at the same moment', async () => {
    const viewer = await signIn(first);
    await makePremium(first, viewer, null);
    const clients = [viewer.api, onSecond(viewer.token)];
    await simultaneously(20, (index) => clients[index % 2]!.get(`/cars/qr/${owner.car.qrCode}`));
    expect((await owner.api.get('/scans')).body.scans).toHaveLength(1);
  });

  it('take simultaneous submissions of the same form on both as one, again and again when the last has aged', async () => {
    const form = { carId: owner.car.id, scannerPhone: '9812300001', scannerEmail: 'ravi@example.com' };
    const viewer = await signIn(first);
    await makePremium(first, viewer, null);
    for (let round = 1; round <= 6; round += 1) {
      const answers = await simultaneously(30, (index) =>
        (index % 2 ? first : second).api.fromNewAddress().post('/scans', form),
      );
      expect(new Set(answers.map(({ status, body }) => `${status} ${body.activity?.id}`)).size).toBe(1);
      const looked = await simultaneously(10, () => viewer.api.get(`/cars/qr/${owner.car.qrCode}`));
      expect(tally(looked.map(({ status }) => status))).toEqual({ 200: 10 });
      expect((await owner.api.get('/scans')).body.pagination.total).toBe(2 * round);
      first.clock.advance({ minutes: 61 });
    }
  });

  it('count the look-ups of an address together', async () => {
    const ip = '10.250.0.1';
    const clients = [first.api.as({ ip }), second.api.as({ ip })];
    const answers = await simultaneously(130, (index) => clients[index % 2]!.get('/cars/qr/0000000000'));
    expect(tally(answers.map(({ status }) => status))).toEqual({ 404: 120, 429: 10 });
  });
});
