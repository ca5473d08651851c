import { signIn, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the main job', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  it('lets a scanner reach an owner, who sees the lead', async () => {
    const owner = await signInOwner(app);
    const scanner = await signIn(app, { email: 'ravi@example.com' });

    const looked = await scanner.api.get(`/api/v1/cars/qr/${owner.car.qrCode.toLowerCase()}`);
    expect(looked.body).toMatchObject({ success: true, gate: 'form', car: { owner: { phone: null, email: null } } });

    const left = await scanner.api.post('/api/v1/scans', { carId: owner.car.id, reason: 'blocking' });
    expect(left.status).toBe(201);
    expect(left.body.car.owner.phone).toBe(owner.phone);

    const { body } = await owner.api.get('/api/v1/scans');
    expect(body.scans).toEqual([left.body.activity]);
    expect(body.scans[0]).toMatchObject({ scannerPhone: scanner.phone, scannerEmail: 'ravi@example.com' });
  });
});
