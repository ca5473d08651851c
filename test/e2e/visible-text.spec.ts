import { expectInvalid } from '../support/answers.js';
import { newPhone, type Owner, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const HIDDEN = ['\u202e', '\u2066', '\u200b', '\u{e0041}', '\u0085'];
const MESSAGE = 'must not contain invisible characters or ones that change the direction of text';
const LEGITIMATE = 'രാജന്\u200d, र\u200d्या, محمد علی 👨\u200d👩\u200d👧';

describe('invisible and direction-turning characters', () => {
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp({ env: { RATE_LIMIT_FACTOR: '0' } });
    owner = await signInOwner(app);
  });
  afterAll(() => app.stop());

  const scan = (notes: string) =>
    app.api.post('/scans', { carId: owner.car.id, scannerPhone: newPhone(), scannerEmail: 'ravi@example.com', notes });
  const FIELDS = {
    name: (name: string) => owner.api.patch('/users/me', { name }),
    carModel: (carModel: string) => owner.api.put(`/cars/${owner.car.id}`, { carModel }),
    customMessage: (customMessage: string) => owner.api.put(`/cars/${owner.car.id}`, { customMessage }),
    customFields: (text: string) => owner.api.put(`/cars/${owner.car.id}`, { customFields: { [text]: text } }),
    label: (label: string) => owner.api.post('/qr/generate', { size: '3x3', format: 'svg', label }),
    placement: (placement: string) => owner.api.post('/qr/generate', { size: '3x3', format: 'svg', placement }),
    notes: scan,
  };

  describe.each(Object.entries(FIELDS))('in %s', (field, send) => {
    it('are refused with a message that says so', async () => {
      for (const hidden of HIDDEN) {
        const answer = await send(`Asha${hidden}gnp`);
        expectInvalid(answer, field);
        expect(answer.body.details[0].message).toBe(`${field} ${MESSAGE}`);
      }
    });

    it('are taken where the writing needs them', async () => {
      const { status } = await send(LEGITIMATE);
      expect([200, 201]).toContain(status);
    });
  });

  it('in the form of the page are refused, too', async () => {
    const form = new URLSearchParams({ scannerPhone: newPhone(), scannerEmail: 'r@example.com', notes: 'a\u202eb' });
    const { status, text } = await app.api.send('POST', `/S/${owner.car.qrCode}`, form.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(status).toBe(422);
    expect(text).not.toContain('\u202e');
  });

  it('that were stored before are left out of the page', async () => {
    const stored = await signInOwner(app);
    await app.dataSource.query('UPDATE users SET name = ? WHERE id = ?', ['Asha\u202egnp.exe', stored.id]);
    await app.dataSource.query('UPDATE cars SET carModel = ? WHERE id = ?', ['Ne\u200bxon', stored.car.id]);
    const { text } = await app.api.get(`/S/${stored.car.qrCode}`);
    expect(text).toContain('Nexon');
    expect(text).not.toMatch(/[\u202e\u200b]/);
  });
});
