import { newId } from '@app/database';
import { PaymentReconciler } from '@app/payments';
import { makeAdmin, makePremium, signIn, signInOwner } from '../support/people.js';
import { type Owner } from '../support/people.js';
import { countReads, findCostlySteps } from '../support/query-plan.js';
import { insertRows, scanRow } from '../support/rows.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { type Statement, recordStatements } from '../support/statements.js';
import { isServerTested } from '../support/test-database.js';

const TABLES =
  'users|cars|qr_codes|scans|sessions|refresh_tokens|passwords|admin_acts|security_events|payments|payment_events';
const READS_ROWS = new RegExp(`^\\s*(SELECT\\b.*\\bFROM|DELETE\\s+FROM|UPDATE)\\s+[\`"]?(${TABLES})\\b`, 'is');
/** A migration looks at every row, once. */
const MIGRATES = /^UPDATE users SET emailGivenAt = \? WHERE email IS NOT NULL/;
const STRANGERS = 2000;
const SCANS = 4000;
/** Statements that sort what one person has, which is not much. */
const SORTS_FEW = /sessions.*ORDER BY|qr_codes.*ORDER BY|viewerId = \? AND id < \? ORDER BY/s;
/** Figures read the whole range that they are about, by its index, and group it. */
const GROUPS = /GROUP BY/;

describe('the statements of the API on a database of thousands', () => {
  const recording = recordStatements();
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp();
    owner = await signInOwner(app);
    await addStrangers(app);
    const now = app.clock.nowMs();
    const scans = Array.from({ length: SCANS }, (_, index) =>
      scanRow(owner.car.id, new Date(now - index * 60_000), { viewerId: index % 40 ? null : owner.id }),
    );
    await insertRows(app.dataSource, 'scans', scans);
    const analyze = isServerTested ? `ANALYZE TABLE ${TABLES.replaceAll('|', ', ')}` : 'ANALYZE';
    await app.dataSource.query(analyze);
    await useEverything(app, owner);
  }, 120_000);
  afterAll(async () => {
    recording.stop();
    await app.stop();
  });

  const listReads = (): Statement[] =>
    recording.list().filter(({ sql }) => READS_ROWS.test(sql) && !MIGRATES.test(sql));
  const findRead = (...parts: RegExp[]): Statement => {
    const found = listReads().find(({ sql }) => parts.every((part) => part.test(sql)));
    if (!found) throw new Error(`No statement was recorded with ${parts.join(' and ')}.`);
    return found;
  };

  it('are all recorded: look-ups by code and id, callers, lists, history, figures, sessions', () => {
    const shapes = [
      [/FROM qr_codes q JOIN cars/],
      [/FROM cars c JOIN users/],
      [/FROM sessions s JOIN users/],
      [/FROM scans .*WHERE carId = \? ORDER BY timestamp DESC/],
      [/FROM scans .*WHERE carId/, /timestamp < \? OR id < \?/],
      [/FROM scans .*WHERE carId/, /timestamp >= \?/, /ORDER BY timestamp DESC/],
      [/COUNT\(\*\) AS total FROM scans/],
      [/GROUP BY/],
      [/FROM scans .*WHERE viewerId/],
      [/FROM scans WHERE carId = \? AND recentKey/],
      [/^UPDATE scans SET readAt/],
      [/refresh_tokens/i],
      [/^UPDATE .*users/i],
      [/^DELETE FROM .*cars/i],
      [/FROM payments .*WHERE userId = \? ORDER BY createdAt DESC/],
      [/FROM payments .*WHERE userId/, /createdAt < \? OR id < \?/],
      [/^UPDATE payments SET updatedAt = \? WHERE orderId/],
      [/payment_events/, /userId/],
      [/payments/, /nextCheckAt.* <= /],
    ];
    for (const parts of shapes) expect(findRead(...parts).sql).toEqual(expect.any(String));
    expect(listReads().length).toBeGreaterThan(25);
  });

  it('read every table by an index, and sort nothing that can be long', async () => {
    const costly: Record<string, string[]> = {};
    for (const statement of listReads()) {
      const steps = await findCostlySteps(app.dataSource, statement);
      const isForgiven = (step: string): boolean =>
        (SORTS_FEW.test(statement.sql) || GROUPS.test(statement.sql)) && /sort|TEMP B-TREE|temporary/i.test(step);
      const left = steps.filter((step) => !isForgiven(step) || /"type":"(ALL|index)"|^SCAN/.test(step));
      if (left.length > 0) costly[statement.sql] = left;
    }
    expect(costly).toEqual({});
  });

  const onServer = isServerTested ? it : it.skip;
  const onSqlite = isServerTested ? it.skip : it;

  onSqlite('lead straight to where a page begins', async () => {
    for (const sql of listReads().map((statement) => statement.sql)) {
      if (!/WHERE carId = \? .*timestamp <.*ORDER BY timestamp/.test(sql)) continue;
      const steps = await app.dataSource.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`);
      expect(steps.map(({ detail }) => detail)).toEqual([expect.stringMatching(/carId=\? AND .*timestamp<\?/)]);
    }
    expect.hasAssertions();
  });

  describe('read no more rows for a page than it has, wherever it is', () => {
    const DEPTHS = [100, SCANS / 4, SCANS / 2, (3 * SCANS) / 4, SCANS - 60];
    const list = async (query: string) => (await owner.api.get(`/scans?limit=25&${query}`)).body;
    const momentAt = (depth: number): string => new Date(app.clock.nowMs() - depth * 60_000).toISOString();

    onServer.each(DEPTHS)('by a cursor behind %i others', async (depth) => {
      for (const range of ['', `&from=${momentAt(SCANS * 2)}&to=${momentAt(1)}`]) {
        const { nextCursor } = (await list(`offset=${depth}${range}`)).pagination;
        expect((await list(`cursor=${nextCursor}${range}`)).scans).toHaveLength(25);
        const statement = findRead(/WHERE carId = \? AND/, /id < \?/, range ? /timestamp >= \?/ : /^(?!.*>=)/s);
        expect(await countReads(app.dataSource, statement)).toBeLessThan(40);
      }
    });

    onServer.each(DEPTHS)('from a moment behind %i others', async (depth) => {
      expect((await list(`to=${momentAt(depth)}`)).scans).toHaveLength(25);
      const statement = findRead(/WHERE carId = \? AND timestamp < \? ORDER BY/);
      expect(await countReads(app.dataSource, statement)).toBeLessThan(40);
    });
  });
});

/** Strangers who each have a car with a code, a session and a token. */
async function addStrangers({ dataSource, clock }: TestApp): Promise<void> {
  const now = clock.now();
  const expiresAt = new Date(clock.nowMs() + 86_400_000);
  const strangers = Array.from({ length: STRANGERS }, (_, index) => ({
    index,
    userId: newId(),
    carId: newId(),
    sessionId: newId(),
    code: `Z${String(index).padStart(9, '0')}`,
  }));
  const stamps = { createdAt: now, updatedAt: now };
  const preferences = '{"notifyByEmail":true,"contactVisibility":"none"}';
  const insert = (table: string, toRow: (stranger: (typeof strangers)[number]) => Record<string, unknown>) =>
    insertRows(dataSource, table, strangers.map(toRow));
  await insert('users', ({ index, userId }) => ({
    id: userId,
    phone: `+9197${String(10_000_000 + index)}`,
    email: `stranger${index}@example.com`,
    preferences,
    ...stamps,
  }));
  await insert('cars', ({ carId, userId, code }) => ({
    id: carId,
    userId,
    carNumber: code,
    carModel: 'Kia',
    customFields: '{}',
    selectedTemplate: 'modern',
    qrCode: code,
    ...stamps,
  }));
  await insert('qr_codes', ({ carId, code }) => ({ id: newId(), carId, code, active: 1, createdAt: now }));
  await insert('sessions', ({ sessionId, userId }) => ({
    id: sessionId,
    userId,
    createdAt: now,
    lastUsedAt: now,
    expiresAt,
  }));
  await insert('refresh_tokens', ({ index, sessionId }) => ({
    tokenHash: `${index}`.padStart(64, '0'),
    sessionId,
    createdAt: now,
    expiresAt,
  }));
  await insert('security_events', ({ sessionId, userId }) => ({
    id: newId(),
    userId,
    sessionId,
    event: 'sign-in',
    outcome: 'success',
    at: now,
  }));
  const order = (index: number): Record<string, unknown> => ({ orderId: `order_stranger${index}`, createdAt: now });
  await insert('payments', ({ index, userId }) => ({
    id: newId(),
    userId,
    ...order(index),
    amount: 4900,
    currency: 'INR',
    planDuration: 30,
    status: 'completed',
    nextCheckAt: expiresAt,
    updatedAt: now,
  }));
  await insert('payment_events', ({ index, userId }) => ({
    id: newId(),
    userId,
    ...order(index),
    eventKey: `stranger:${index}`,
    source: 'webhook',
    kind: 'captured',
  }));
  await insert('scans', ({ carId, index }) =>
    scanRow(carId, new Date(now.getTime() - index), { recentKey: `${index}` }),
  );
}

/** Buys, pays, refunds and reconciles, and lists all of it. */
async function usePayments(app: TestApp, { api }: Owner): Promise<void> {
  for (const planDuration of [30, 180, 365]) {
    const { orderId } = (await api.post('/payments/razorpay/create', { planDuration })).body;
    const { body: result } = await app.api.post('/dev/razorpay/pay', { orderId, webhook: planDuration === 180 });
    if (planDuration === 30) continue;
    await api.post('/payments/razorpay/verify', result);
    await app.api.post('/dev/razorpay/refund', { paymentId: result.paymentId, webhook: true });
  }
  app.clock.advance({ minutes: 1 });
  await app.app.get(PaymentReconciler, { strict: false }).run();
  const range = `from=${new Date(app.clock.nowMs() - 864e5).toISOString()}&to=${app.clock.now().toISOString()}`;
  for (const query of ['limit=2', `limit=2&${range}`]) {
    const { nextCursor } = (await api.get(`/payments?${query}`)).body.pagination;
    await api.get(`/payments?${query}&cursor=${nextCursor}`);
  }
}

/** Calls every route that reads or changes something, on every way through it. */
async function useEverything(app: TestApp, owner: Owner): Promise<void> {
  const { api } = owner;
  const viewer = await signIn(app, { email: 'viewer@example.com' });
  await makePremium(app, viewer, null);
  for (const key of [owner.car.qrCode, owner.car.id]) {
    for (const caller of [app.api, api, viewer.api]) await caller.get(`/cars/qr/${key}`);
  }
  const form = { carId: owner.car.id, notes: 'hi' };
  await viewer.api.post('/scans', form);
  await viewer.api.post('/scans', form);
  app.clock.advance({ minutes: 1 });
  const { body } = await viewer.api.post('/scans', form);
  await api.patch(`/scans/${body.activity.id}`, { read: true, resolved: true });
  const range = `from=${new Date(app.clock.nowMs() - 864e5).toISOString()}&to=${app.clock.now().toISOString()}`;
  for (const path of ['/scans', `/cars/${owner.car.id}/scans`, '/scans/stats', '/scans/export.csv']) {
    await api.get(`${path}?${range}`);
  }
  await api.get('/scans/export.csv');
  await api.get(`/scans?limit=25&offset=500`);
  const ranged = (await api.get(`/scans?limit=25&${range}`)).body.pagination.nextCursor;
  await api.get(`/scans?limit=25&${range}&cursor=${ranged}`);
  // The deepest page comes last, so that it is the one whose values are kept.
  const { nextCursor } = (await api.get(`/scans?limit=25&offset=${SCANS - 60}`)).body.pagination;
  await api.get('/scans?limit=25');
  await api.get(`/scans?limit=25&cursor=${nextCursor}`);
  await usePayments(app, owner);
  await api.patch('/users/me', { name: 'Asha', email: 'asha@example.com', preferences: { notifyByEmail: false } });
  await api.put('/users/me/password', { newPassword: 'correct horse battery' });
  await api.get('/users/me/export');
  await api.get('/auth/sessions');
  const login = await app.api.post('/auth/password/login', {
    email: 'asha@example.com',
    password: 'correct horse battery',
  });
  await app.api.post('/auth/refresh', { refreshToken: login.body.refreshToken });
  await app.api.post('/auth/otp/request', { email: 'asha@example.com' });
  await api.post('/cars', { carNumber: 'KA01AB1234', carModel: 'Kia' });
  await api.patch(`/cars/${owner.car.id}`, { carModel: 'Tata' });
  await api.get('/cars/me');
  await useAsAdmin(app, owner);
  const leaver = await signInOwner(app);
  await leaver.api.delete(`/cars/${leaver.car.id}`);
  await leaver.api.delete('/users/me');
  await viewer.api.post('/auth/logout', { everywhere: true });
}

/** Calls every route that an admin has for accounts and codes. */
async function useAsAdmin(app: TestApp, owner: Owner): Promise<void> {
  const admin = await signIn(app);
  await makeAdmin(app, admin);
  await admin.api.post('/admin/users/find', { phone: owner.phone });
  await admin.api.post('/admin/users/find', { email: 'asha@example.com' });
  await admin.api.get('/admin/notifications?status=parked');
  const stranger = await signInOwner(app);
  for (const disabled of [true, false]) {
    await admin.api.patch(`/admin/users/${stranger.id}`, { disabled, reason: 'because' });
    await admin.api.patch(`/admin/qr/${stranger.car.qrCode}`, { active: !disabled, reason: 'because' });
  }
}
