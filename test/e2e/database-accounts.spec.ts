import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createConnection, type Connection } from 'mysql2/promise';
import { checkoutResult, deliver, order, verify, webhookBody } from '../support/payments.js';
import { makeAdmin, signIn, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { isServerTested } from '../support/test-database.js';

jest.setTimeout(90_000);

const TABLE_ACCESS_DENIED = 1142;
const DENIED = expect.objectContaining({ errno: TABLE_ACCESS_DENIED });

(isServerTested ? describe : describe.skip)('the account that the programs run with', () => {
  const account = `carqr_app_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(16).toString('hex');
  let migrated: TestApp;
  let root: Connection;
  let restricted: Connection;
  /** An instance that knows no other account. */
  let app: TestApp;

  beforeAll(async () => {
    migrated = await startApp();
    const url = new URL(migrated.shared.env.DATABASE_URL ?? '');
    root = await createConnection({ uri: url.href, multipleStatements: true });
    await root.query(`CREATE USER '${account}'@'%' IDENTIFIED BY '${password}'`);
    const sql = readFileSync('deploy/mysql/grants.sql', 'utf8').replaceAll('carqr_app', account);
    const [rows] = (await root.query(sql)) as unknown as [{ statement: string }[]];
    for (const { statement } of rows) await root.query(statement);
    Object.assign(url, { username: account, password });
    restricted = await createConnection(url.href);
    app = await startApp({ besides: migrated, env: { DATABASE_URL: url.href } });
  });

  afterAll(async () => {
    await app.stop();
    await restricted.end();
    await root.query(`DROP USER '${account}'@'%'`);
    await root.end();
    await migrated.stop();
  });

  it('does all that owners, scanners and admins ask for', async () => {
    const owner = await signInOwner(app);
    const scanner = await signIn(app, { email: 'ravi@example.com' });
    await owner.api.put('/users/me/password', { newPassword: 'a long horse of a battery' });
    expect((await scanner.api.get(`/cars/qr/${owner.car.qrCode}`)).status).toBe(200);
    expect((await scanner.api.post('/scans', { carId: owner.car.id, reason: 'blocking' })).status).toBe(201);
    const { body: made } = await owner.api.post('/qr/generate', { size: '3x3', format: 'svg' });
    expect((await app.api.get(`/qr/${made.qr.id}/download`)).status).toBe(200);
    expect((await owner.api.post(`/qr/${made.qr.id}/rotate`, {})).status).toBe(201);

    const orderId = await order(owner);
    const result = checkoutResult(app.settings, orderId);
    expect((await verify(owner, result)).status).toBe(200);
    expect((await deliver(app, webhookBody('refund.processed', result))).status).toBe(200);

    const admin = await signIn(app);
    await makeAdmin(app, admin);
    const act = { disabled: true, reason: 'Harasses owners; ticket 4711.' };
    expect((await admin.api.patch(`/admin/users/${scanner.id}`, act)).status).toBe(200);
    expect((await admin.api.get('/admin/acts')).body.acts).not.toEqual([]);

    expect((await owner.api.delete('/users/me')).status).toBe(200);
    const [events] = await root.query('SELECT DISTINCT userId FROM payment_events');
    expect(events).toEqual([{ userId: null }]);
  });

  it.each([
    'CREATE TABLE stolen (id INT)',
    'ALTER TABLE users ADD COLUMN stolen INT',
    'DROP TABLE scans',
    'TRUNCATE TABLE scans',
    'CREATE INDEX ix_stolen ON users (name)',
    "UPDATE admin_acts SET reason = ''",
    'DELETE FROM admin_acts',
    "UPDATE security_events SET outcome = 'success'",
    'UPDATE payment_events SET days = 0',
    'DELETE FROM payment_events',
    'DELETE FROM migrations',
    'CREATE VIEW stolen AS SELECT * FROM users',
  ])('may not: %s', async (statement) => {
    await expect(restricted.query(statement)).rejects.toEqual(DENIED);
  });

  it('sees no other database', async () => {
    await expect(restricted.query('SELECT * FROM mysql.user')).rejects.toEqual(DENIED);
  });
});
