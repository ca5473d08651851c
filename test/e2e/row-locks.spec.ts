import { createConnection } from 'mysql2/promise';
import { poolStats } from '@app/database';
import { simultaneously, tally } from '../support/answers.js';
import type { Answer } from '../support/api-client.js';
import { expectFailure } from '../support/failures.js';
import { checkoutResult, order, verify } from '../support/payments.js';
import { type Owner, newPhone, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { eventually } from '../support/store-adapters.js';
import { isServerTested } from '../support/test-database.js';

const CALLS = 12;
const LONGEST_MS = 10_000;
const STICKER = { size: '3x3', format: 'svg' };

interface Case {
  what: string;
  /** Selects the row that somebody holds. */
  lock: (owner: Owner, orderId: string) => [sql: string, value: string];
  call: (owner: Owner, orderId: string, index: number) => Promise<Answer>;
  /** What the call answers once the row is free. */
  after: number;
}

const userRow: Case['lock'] = ({ id }) => ['SELECT id FROM users WHERE id = ? FOR UPDATE', id];
const carRow: Case['lock'] = ({ car }) => ['SELECT id FROM cars WHERE id = ? FOR UPDATE', car.id];
const sessionRows: Case['lock'] = ({ id }) => ['SELECT id FROM sessions WHERE userId = ? FOR UPDATE', id];

const CASES: Case[] = [
  {
    what: 'an order that is verified',
    lock: (_owner, orderId) => ['SELECT id FROM payments WHERE orderId = ? FOR UPDATE', orderId],
    call: (owner, orderId) => verify(owner, checkoutResult(app.settings, orderId)),
    after: 200,
  },
  {
    what: 'a user whose profile is changed',
    lock: userRow,
    call: ({ api }) => api.patch('/users/me', { name: 'Asha' }),
    after: 200,
  },
  {
    what: 'a user whose car is saved',
    lock: userRow,
    call: ({ api }) => api.post('/cars', { carNumber: 'MH 12 DE 1433', carModel: 'Maruti Swift' }),
    after: 200,
  },
  {
    what: 'a user who orders',
    lock: userRow,
    call: ({ api }) => api.post('/payments/razorpay/create', { planDuration: 365 }),
    after: 200,
  },
  {
    what: 'a car that is scanned',
    lock: carRow,
    call: ({ car }, _orderId, index) =>
      app.api.post('/scans', { carId: car.id, scannerPhone: newPhone(), scannerEmail: `${index}@example.com` }),
    after: 201,
  },
  {
    what: 'a car that is given stickers',
    lock: carRow,
    call: ({ api }, _orderId, index) => api.post('/qr/generate', { ...STICKER, placement: `place ${index}` }),
    after: 201,
  },
  {
    what: 'a session that is refreshed',
    lock: sessionRows,
    call: ({ refreshToken }) => app.api.post('/auth/refresh', { refreshToken }),
    after: 200,
  },
  {
    what: 'a session that is ended',
    lock: sessionRows,
    call: ({ api }) => api.post('/auth/logout'),
    after: 200,
  },
];

let app: TestApp;

/** SQLite has one lock for everything. */
(isServerTested ? describe : describe.skip)('while somebody holds the row of', () => {
  let bystander: Owner;

  beforeAll(async () => {
    app = await startApp({ env: { RATE_LIMIT_FACTOR: '0' } });
    bystander = await signInOwner(app);
  });
  afterAll(() => app.stop());

  /** What others do meanwhile: reads, writes, and the question whether the instance can serve. */
  async function serveOthers(until: Promise<unknown>): Promise<Answer[]> {
    const answers: Answer[] = [];
    const state = { isOver: false };
    void until.finally(() => (state.isOver = true));
    while (!state.isOver) {
      const { api, car } = bystander;
      const calls = [
        api.get('/users/me'),
        api.patch('/users/me', { name: 'Ravi' }),
        api.patch(`/cars/${car.id}`, { carModel: 'Tata Punch' }),
        app.api.get(`/cars/qr/${car.qrCode}`),
        app.api.get('/health/ready'),
      ];
      answers.push(...(await Promise.all(calls)));
    }
    return answers;
  }

  it.each(CASES)(
    `$what, ${CALLS} calls are refused in time, and others are served`,
    async ({ lock, call, after }) => {
      const owner = await signInOwner(app);
      const orderId = await order(owner);
      const holder = await createConnection(app.shared.env.DATABASE_URL ?? '');
      try {
        await holder.beginTransaction();
        const [sql, value] = lock(owner, orderId);
        await holder.query(sql, [value]);

        const timesMs: number[] = [];
        const blocked = simultaneously(CALLS, async (index) => {
          const startMs = performance.now();
          const answer = await call(owner, orderId, index);
          timesMs.push(performance.now() - startMs);
          return answer;
        });
        const others = await serveOthers(blocked);
        expect(tally(others.map(({ status }) => status))).toEqual({ 200: others.length });
        for (const answer of await blocked) expectFailure(answer, 503, 'SERVICE_UNAVAILABLE');
        expect(Math.max(...timesMs)).toBeLessThan(LONGEST_MS);
      } finally {
        await holder.rollback();
        await holder.end();
      }
      expect((await call(owner, orderId, CALLS)).status).toBe(after);
      // A background job that the call started may hold a connection for a moment after the response.
      await eventually(() => {
        const { total, idle, waiting } = poolStats(app.dataSource);
        return Promise.resolve(total === idle && waiting === 0);
      });
    },
    60_000,
  );
});
