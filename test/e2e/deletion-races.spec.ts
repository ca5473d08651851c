import { simultaneously } from '../support/answers.js';
import type { Answer } from '../support/api-client.js';
import { checkoutResult, order, verify } from '../support/payments.js';
import { type Owner, type Person, makePremium, newPhone, signIn, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const ROUNDS = 6;
/** How often each call is made beside one deletion. */
const REPEATS = 3;
const TIMEOUT_MS = 120_000;

const CAR = { carNumber: 'MH 12 DE 1433', carModel: 'Maruti Swift' };
const STICKER = { size: '3x3', format: 'svg' };

let app: TestApp;
let stranger: Owner;

beforeAll(async () => {
  app = await startApp({ env: { RATE_LIMIT_FACTOR: '0' } });
  stranger = await signInOwner(app);
});
afterAll(() => app.stop());

type Race<P extends Person> = readonly [what: string, codes: readonly string[], prepare: (person: P) => Promise<Call>];
type Call = (index: number) => Promise<Answer>;

const ready =
  <P extends Person>(call: (person: P, index: number) => Promise<Answer>) =>
  (person: P): Promise<Call> =>
    Promise.resolve((index) => call(person, index));

/** Makes a call and a deletion at the same moment, and expects success or one of the errors that the route documents. */
async function expectOnly<P extends Person>(
  [, codes, prepare]: Race<P>,
  start: () => Promise<P>,
  remove: (person: P) => Promise<Answer>,
): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const person = await start();
    const call = await prepare(person);
    const answers = await simultaneously(REPEATS + 1, (index) => (index === 1 ? remove(person) : call(index)));
    const [deletion] = answers.splice(1, 1);
    expect(deletion!.status).toBe(200);
    for (const { status, body } of answers) {
      expect(['success', ...codes]).toContain(status < 300 ? 'success' : body.code);
    }
  }
}

const rotate = async ({ api }: Person): Promise<Call> => {
  const { body } = await api.post('/qr/generate', STICKER);
  return () => api.post(`/qr/${body.qr.id}/rotate`);
};

describe('while the account is erased', () => {
  const races: Race<Owner>[] = [
    ['an order', ['UNAUTHORIZED'], ready(({ api }) => api.post('/payments/razorpay/create', { planDuration: 30 }))],
    [
      'a verified payment',
      ['UNAUTHORIZED', 'PAYMENT_NOT_FOUND'],
      async (owner) => {
        const result = checkoutResult(app.settings, await order(owner));
        return () => verify(owner, result);
      },
    ],
    [
      'several payments of one order',
      ['UNAUTHORIZED', 'PAYMENT_NOT_FOUND'],
      async (owner) => {
        const orderId = await order(owner);
        return () => verify(owner, checkoutResult(app.settings, orderId));
      },
    ],
    ['a car', ['UNAUTHORIZED'], ready(({ api }) => api.post('/cars', CAR))],
    ['a changed car', ['UNAUTHORIZED', 'CAR_NOT_FOUND'], ready(({ api, car }) => api.put(`/cars/${car.id}`, CAR))],
    ['a profile', ['UNAUTHORIZED'], ready(({ api }) => api.patch('/users/me', { name: 'Asha' }))],
    [
      'a sticker with a code of its own',
      ['UNAUTHORIZED', 'CAR_NOT_FOUND'],
      ready(({ api }, index) => api.post('/qr/generate', { ...STICKER, placement: `place ${index}` })),
    ],
    ['a sticker', ['UNAUTHORIZED', 'CAR_NOT_FOUND'], ready(({ api }) => api.post('/qr/generate', STICKER))],
    ['a rotated code', ['UNAUTHORIZED', 'CAR_NOT_FOUND', 'QR_NOT_FOUND'], rotate],
    [
      'a scan of another car',
      ['UNAUTHORIZED'],
      ready(({ api }, index) =>
        api.post('/scans', {
          carId: stranger.car.id,
          scannerEmail: 'a@example.com',
          notes: `${Math.random()}${index}`,
        }),
      ),
    ],
    [
      'a scan of this car',
      ['CAR_NOT_FOUND', 'QR_NOT_FOUND'],
      ready(({ car }) =>
        app.api.post('/scans', { carId: car.id, scannerPhone: newPhone(), scannerEmail: 'a@example.com' }),
      ),
    ],
    [
      'a premium look-up of another car',
      ['UNAUTHORIZED'],
      async (owner) => {
        await makePremium(app, owner, null);
        return () => owner.api.get(`/cars/qr/${stranger.car.qrCode}`);
      },
    ],
    [
      'a refresh',
      ['INVALID_REFRESH_TOKEN'],
      ready(({ refreshToken }) => app.api.post('/auth/refresh', { refreshToken })),
    ],
    [
      'a password',
      ['UNAUTHORIZED', 'INVALID_CREDENTIALS'],
      ready(({ api }) => api.put('/users/me/password', { newPassword: 'correct horse battery' })),
    ],
    [
      'a sign-in that gives an e-mail address',
      ['INVALID_OTP'],
      async ({ phone }) => {
        const { body } = await app.api.post('/auth/otp/request', { phone });
        const otp = app.inbox.codeFor(phone);
        const email = `x${phone.slice(1)}@example.com`;
        return () => app.api.post('/auth/otp/verify', { phone, otp, sessionId: body.sessionId, email });
      },
    ],
  ];

  it.each(races)(
    '%s succeeds or is refused with %j',
    (...race) =>
      expectOnly(
        race,
        () => signInOwner(app),
        ({ api }) => api.delete('/users/me'),
      ),
    TIMEOUT_MS,
  );
});

it(
  'an erased account leaves no contact in the scans that it posts at the same moment',
  async () => {
    const { dataSource } = app;
    let stored = 0;
    for (let round = 0; round < 2 * ROUNDS; round++) {
      const scanner = await signIn(app);
      const post = (index: number): Promise<Answer> =>
        scanner.api.post('/scans', { carId: stranger.car.id, scannerEmail: 'a@example.com', notes: `${index}` });
      const scans = Array.from({ length: 7 }, (_, index) => post(index));
      // In every other round the deletion meets scans that are stored and others that are being stored.
      if (round % 2) await Promise.race(scans);
      const deletion = await scanner.api.delete('/users/me');
      expect(deletion.status).toBe(200);
      const answers = await Promise.all(scans);
      stored += answers.filter(({ status }) => status === 201).length;
      const rows = await dataSource.query('SELECT id FROM scans WHERE scannerPhone = ?', [scanner.phone]);
      expect(rows).toEqual([]);
      const unsent = await dataSource.query<{ payload: string | null }[]>(
        "SELECT payload FROM notifications WHERE userId = ? AND kind = 'scan-alert'",
        [stranger.id],
      );
      expect(JSON.stringify(unsent)).not.toContain(scanner.phone);
    }
    expect(stored).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

describe('while the car is deleted', () => {
  const races: Race<Owner>[] = [
    ['the car, posted again,', [], ready(({ api }) => api.post('/cars', CAR))],
    ['a changed car', ['CAR_NOT_FOUND'], ready(({ api, car }) => api.patch(`/cars/${car.id}`, CAR))],
    ['a sticker', ['CAR_NOT_FOUND'], ready(({ api }) => api.post('/qr/generate', STICKER))],
    [
      'a sticker with a code of its own',
      ['CAR_NOT_FOUND'],
      ready(({ api }, index) => api.post('/qr/generate', { ...STICKER, placement: `place ${index % 2}` })),
    ],
    [
      'a sticker in place of a withdrawn code',
      ['CAR_NOT_FOUND'],
      async ({ api }) => {
        const { body } = await api.post('/qr/generate', STICKER);
        await api.patch(`/qr/${body.qr.id}`, { active: false });
        return () => api.post('/qr/generate', STICKER);
      },
    ],
    ['a rotated code', ['CAR_NOT_FOUND', 'QR_NOT_FOUND'], rotate],
    [
      'a withdrawn code',
      ['QR_NOT_FOUND'],
      async ({ api }) => {
        const { body } = await api.post('/qr/generate', STICKER);
        return () => api.patch(`/qr/${body.qr.id}`, { active: false });
      },
    ],
    [
      'a scan',
      ['CAR_NOT_FOUND'],
      ready(({ car }) =>
        app.api.post('/scans', { carId: car.id, scannerPhone: newPhone(), scannerEmail: 'a@example.com' }),
      ),
    ],
    [
      'a mark on a scan',
      ['SCAN_NOT_FOUND'],
      async ({ api, car }) => {
        const form = { carId: car.id, scannerPhone: newPhone(), scannerEmail: 'a@example.com' };
        const { body } = await app.api.post('/scans', form);
        return () => api.patch(`/scans/${body.activity.id}`, { read: true });
      },
    ],
  ];

  it.each(races)(
    '%s succeeds or is refused with %j',
    (...race) =>
      expectOnly(
        race,
        () => signInOwner(app),
        ({ api, car }) => api.delete(`/cars/${car.id}`),
      ),
    TIMEOUT_MS,
  );
});

it('simultaneous first stickers for one placement share one code', async () => {
  const { api } = await signInOwner(app);
  const answers = await simultaneously(3, (index) =>
    api.post('/qr/generate', { ...STICKER, placement: 'rear window', label: `${index}` }),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(3).fill(201));
  expect(new Set(answers.map(({ body }) => body.qr.code)).size).toBe(1);
});

it('a code that is rotated while stickers for its placement are asked for never fails', async () => {
  const { api } = await signInOwner(app);
  const { body } = await api.post('/qr/generate', { ...STICKER, placement: 'rear window' });
  await api.patch(`/qr/${body.qr.id}`, { active: false });
  const answers = await simultaneously(3, (index) =>
    index % 2
      ? api.post(`/qr/${body.qr.id}/rotate`)
      : api.post('/qr/generate', { ...STICKER, placement: 'rear window', label: `${index}` }),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(3).fill(201));
});

it('loops of posted and deleted cars answer with success, or CAR_NOT_FOUND for the deletion', async () => {
  const { api } = await signIn(app);
  const answers = await simultaneously(40, async (index) => {
    if (index % 4) return api.post('/cars', { ...CAR, carModel: `Model ${index}` });
    const { body } = await api.get('/cars/me');
    return api.delete(`/cars/${body.car?.id ?? 'none'}`);
  });
  answers.forEach(({ status, body }, index) => {
    expect(index % 4 ? [200, 201] : [200, 404]).toContain(status);
    if (status === 404) expect(body.code).toBe('CAR_NOT_FOUND');
  });
});
