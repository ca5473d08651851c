import type { DataSource } from 'typeorm';
import {
  checkDatabase,
  execute,
  hotQuery,
  isMissingReference,
  isUniqueViolation,
  migrate,
  newId,
  poolStats,
  readFlag,
  readJson,
  readMoment,
  readMomentOrNull,
  transact,
} from '@app/database';
import { findDrift, isServerTested } from '../support/test-database.js';
import { CarRow, UserRow } from './database.entities.js';
import { type DatabaseFixture, moment, openDatabaseFixture } from './database.fixture.js';

let fixture: DatabaseFixture;
let dataSource: DataSource;

beforeAll(async () => {
  fixture = await openDatabaseFixture();
  dataSource = fixture.dataSource;
});

afterAll(() => fixture.close());

describe('the schema', () => {
  it('is the same in migrations and entities', async () => {
    expect(await findDrift(dataSource)).toEqual([]);
  });

  it('reports what differs when an entity differs', async () => {
    await dataSource.query('DROP INDEX uq_users_email' + (isServerTested ? ' ON users' : ''));
    expect((await findDrift(dataSource)).join()).toContain('uq_users_email');
    await dataSource.query('CREATE UNIQUE INDEX uq_users_email ON users (email)');
    expect(await findDrift(dataSource)).toEqual([]);
  });

  it('goes down to nothing and up again', async () => {
    for (let left = dataSource.migrations.length; left > 0; left -= 1) await dataSource.undoLastMigration();
    await expect(dataSource.query('SELECT id FROM users')).rejects.toThrow();
    expect(await migrate(fixture.settings)).toEqual(dataSource.migrations.map(({ name }) => name));
    expect(await migrate(fixture.settings)).toEqual([]);
    expect(await findDrift(dataSource)).toEqual([]);
  });
});

describe('values', () => {
  it('come back from entities exactly as they were stored', async () => {
    const row = await fixture.insertUser({
      name: 'Zoë 🚗 ग़ालिब 𝒳',
      email: 'zoë@example.com',
      emailVerified: true,
      premiumExpiryDate: new Date('2026-02-28T23:59:59.999Z'),
      preferences: { notifyByEmail: false, label: '🔑"\\\'\n' },
    });
    const kept = await dataSource.getRepository(UserRow).findOneByOrFail({ id: row.id });
    expect({ ...kept }).toEqual({
      ...row,
      ...{ plan: 'basic', role: 'user', selectedTemplate: 'modern', hasCarInfo: false },
    });
    expect(kept.createdAt.getTime()).toBe(moment.getTime());
  });

  it('come back from raw rows exactly as their parameters were', async () => {
    const id = newId();
    const preferences = { a: ['😀', null, 1.5] };
    const affected = await execute(
      dataSource,
      'INSERT INTO users (id, phone, email, emailVerified, name, premiumExpiryDate, hasCarInfo, preferences, createdAt, ' +
        'updatedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      [id, 'raw', undefined, true, "O'Hara \\ 😀", null, false, JSON.stringify(preferences), moment, moment],
    );
    expect(affected).toBe(1);
    const rows = await hotQuery<Record<string, unknown>>(
      dataSource,
      'SELECT * FROM users WHERE phone = ? AND emailVerified = ? AND createdAt = ? AND createdAt >= ? LIMIT ?',
      ['raw', true, moment, moment, 1],
    );
    expect(rows).toEqual(await dataSource.query('SELECT * FROM users WHERE id = ?', [id]));
    expect(rows).toHaveLength(1);
    const row = rows[0] ?? {};
    expect([row.email, row.name]).toEqual([null, "O'Hara \\ 😀"]);
    expect([readFlag(row.emailVerified), readFlag(row.hasCarInfo)]).toEqual([true, false]);
    expect([readMoment(row.createdAt), readMomentOrNull(row.premiumExpiryDate)]).toEqual([moment, null]);
    expect(readJson(row.preferences)).toEqual(preferences);
    await dataSource.getRepository(UserRow).delete({ id });
  });

  it('are stored by raw statements as entities read them, and the other way round', async () => {
    const row = await fixture.insertUser({ name: 'before' });
    const later = new Date(moment.getTime() + 1);
    await execute(
      dataSource,
      'UPDATE users SET updatedAt = ?, hasCarInfo = ?, name = ? WHERE createdAt = ? AND id = ?',
      [...[later, true, '12', moment, row.id]],
    );
    const kept = await dataSource.getRepository(UserRow).findOneByOrFail({ id: row.id, updatedAt: later });
    expect(kept).toMatchObject({ updatedAt: later, hasCarInfo: true, name: '12' });
  });

  it('are numbers where rows are counted and added up', async () => {
    await fixture.insertUser();
    const [row] = await dataSource.query<Record<string, unknown>[]>(
      'SELECT COUNT(*) AS n, SUM(CASE WHEN hasCarInfo = ? THEN 0 ELSE 1 END) AS total, ? AS whole FROM users',
      [true, 5],
    );
    expect(typeof row?.n).toBe('number');
    expect(typeof row?.total).toBe('number');
    expect(row?.whole).toBe(5);
  });

  (isServerTested ? it : it.skip)('that are too long are refused by a server, not cut off', async () => {
    await expect(fixture.insertUser({ name: 'x'.repeat(101) })).rejects.toThrow(/too long/i);
  });

  it('compare byte by byte', async () => {
    const emails = [
      'jose@x.in',
      'José@x.in',
      'josé@x.in',
      'jose@x.in ',
      'JOSE@x.in',
      'jos\u0065\u0301@x.in',
      'ss',
      'ß',
    ];
    const phones = ['+919999999999', '+９１9999999999', '+٩١9999999999', '+919999999999 '];
    for (const email of emails) await fixture.insertUser({ email });
    for (const phone of phones) await fixture.insertUser({ phone });
    for (const email of emails) expect(await dataSource.getRepository(UserRow).countBy({ email })).toBe(1);
    for (const phone of phones) {
      expect(await hotQuery(dataSource, 'SELECT id FROM users WHERE phone = ?', [phone])).toHaveLength(1);
    }
  });
});

describe('refusals', () => {
  it('lets one of fifty simultaneous inserts of a unique value through and names the index to the others', async () => {
    const phone = '+911111111111';
    const inserts = await Promise.allSettled(Array.from({ length: 50 }, () => fixture.insertUser({ phone })));
    const errors = inserts.flatMap((insert) => (insert.status === 'rejected' ? [insert.reason as unknown] : []));
    expect(errors).toHaveLength(49);
    expect(errors.every((error) => isUniqueViolation(error) && isUniqueViolation(error, 'uq_users_phone'))).toBe(true);
    expect(errors.some((error) => isUniqueViolation(error, 'uq_users_email') || isMissingReference(error))).toBe(false);
    expect(await fixture.countUsers(phone)).toBe(1);
  });

  it('names an index of several columns, whatever the values are', async () => {
    const user = await fixture.insertUser();
    await insertCar(user.id);
    const insertScan = (): Promise<unknown> =>
      execute(
        dataSource,
        'INSERT INTO scans (id, carId, scannerPhone, scannerEmail, notes, via, timestamp, recentKey) ' +
          'SELECT ?, id, ?, ?, ?, ?, ?, ? FROM cars WHERE userId = ?',
        [newId(), '+91', 'a@b.in', '', 'form', moment, "x' for key 'uq_users_phone'", user.id],
      );
    await insertScan();
    const error: unknown = await insertScan().catch((reason: unknown) => reason);
    expect(isUniqueViolation(error, 'uq_scans_recent')).toBe(true);
    expect(isUniqueViolation(error, 'uq_users_phone')).toBe(false);
  });

  it('tells a missing reference from a unique violation', async () => {
    const error: unknown = await insertCar(newId()).catch((reason: unknown) => reason);
    expect([isMissingReference(error), isUniqueViolation(error)]).toEqual([true, false]);
  });

  it('deletes what belongs to a deleted row', async () => {
    const user = await fixture.insertUser();
    await insertCar(user.id);
    await dataSource.getRepository(UserRow).delete({ id: user.id });
    expect(await dataSource.getRepository(CarRow).countBy({ userId: user.id })).toBe(0);
  });
});

describe('affected rows', () => {
  it('are the rows that were found, also within a transaction, so that a state change happens once', async () => {
    const { id } = await fixture.insertUser({ role: 'user' });
    const change = (): Promise<number> =>
      execute(dataSource, "UPDATE users SET role = 'admin' WHERE id = ? AND role = 'user'", [id]);
    const counts = await Promise.all(Array.from({ length: 20 }, change));
    expect(counts.sort()).toEqual([...Array<number>(19).fill(0), 1]);
    const same = "UPDATE users SET role = 'admin' WHERE id = ?";
    expect(await execute(dataSource, same, [id])).toBe(1);
    expect(await transact(dataSource, (manager) => execute(manager, same, [id]))).toBe(1);
    expect((await dataSource.getRepository(UserRow).update({ id }, { role: 'admin' })).affected).toBe(1);
  });
});

describe('health', () => {
  it('reports connections and callers that wait', async () => {
    await expect(checkDatabase(dataSource, 2_000)).resolves.toBeUndefined();
    const stats = poolStats(dataSource);
    expect(stats.total).toBeGreaterThanOrEqual(1);
    expect(stats).toMatchObject({ idle: stats.total, waiting: 0 });
  });
});

function insertCar(userId: string): Promise<unknown> {
  const texts = { carNumber: 'KA01AB1234', carModel: 'Swift', selectedTemplate: 'modern', qrCode: 'QR001' };
  const row = { id: newId(), userId, ...texts, customFields: {}, createdAt: moment, updatedAt: moment };
  return dataSource.getRepository(CarRow).insert(row);
}
