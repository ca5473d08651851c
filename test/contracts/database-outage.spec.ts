import { performance } from 'node:perf_hooks';
import type { DataSource } from 'typeorm';
import {
  checkDatabase,
  createDataSource,
  execute,
  hotQuery,
  isDatabaseUnavailable,
  migrate,
  poolStats,
  transact,
} from '@app/database';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { createTestDatabase, isServerTested, readDatabaseUrl, type TestDatabase } from '../support/test-database.js';

/** The longest that a caller may wait for the news that the database is away. */
const LONGEST_MS = 5_500;

const ask: Record<string, (dataSource: DataSource) => Promise<unknown>> = {
  'a raw query': (dataSource) => dataSource.query('SELECT 1 AS one'),
  'a hot query': (dataSource) => hotQuery(dataSource, 'SELECT 1 AS one'),
  'a statement': (dataSource) => execute(dataSource, "UPDATE users SET role = 'user' WHERE id = ?", ['nobody']),
  'a transaction': (dataSource) => transact(dataSource, (manager) => manager.query('SELECT 1 AS one')),
};

(isServerTested ? describe : describe.skip)('a database server that is away', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    await migrate({ database: readDatabaseUrl(database.url) });
    const url = new URL(database.url);
    proxy = await startTcpProxy(Number(url.port));
    url.port = String(proxy.port);
    dataSource = await createDataSource({ database: readDatabaseUrl(url.href) }).initialize();
  });

  beforeEach(async () => {
    // Several connections are open and idle when the server goes away.
    await Promise.all(Array.from({ length: 30 }, () => dataSource.query('SELECT 1')));
    const { total, ...rest } = poolStats(dataSource);
    expect(rest).toEqual({ idle: total, waiting: 0 });
    expect(total).toBeGreaterThan(1);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await proxy.close();
    await database.drop();
  });

  async function expectUnavailable(count: number): Promise<void> {
    const asked = Object.values(ask).flatMap((question) => Array.from({ length: count }, () => question(dataSource)));
    const start = performance.now();
    const outcomes = await Promise.allSettled(asked);
    expect(performance.now() - start).toBeLessThan(LONGEST_MS);
    const errors = outcomes.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as unknown) : undefined));
    expect(errors.filter((error) => !isDatabaseUnavailable(error))).toEqual([]);
  }

  async function expectAvailable(): Promise<void> {
    await Promise.all(Object.values(ask).flatMap((question) => [question(dataSource), question(dataSource)]));
  }

  it('is reported at once when it breaks its connections, and is used again when it is back', async () => {
    proxy.cut();
    await expectUnavailable(1);
    await expectUnavailable(25);
    await expect(checkDatabase(dataSource, 1_000)).rejects.toThrow();
    proxy.restore();
    await expectAvailable();
  }, 20_000);

  it('is reported in time when it falls silent, and is used again when it is back', async () => {
    proxy.hang();
    await expectUnavailable(25);
    await expect(checkDatabase(dataSource, 300)).rejects.toThrow('300 ms');
    proxy.restore();
    await expectUnavailableOrAnswer();
    await expectAvailable();
    await expectAvailable();
  }, 40_000);

  it('is reported in time when it falls silent with work under way', async () => {
    const sleeping = Array.from({ length: 5 }, () => dataSource.query('SELECT SLEEP(1)'));
    await Promise.all(sleeping);
    const under = Promise.allSettled(Array.from({ length: 5 }, () => dataSource.query('SELECT SLEEP(2)')));
    proxy.hang();
    const outcomes = await under;
    const errors = outcomes.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as unknown) : undefined));
    expect(errors.every(isDatabaseUnavailable)).toBe(true);
    proxy.restore();
    await expectAvailable();
  }, 40_000);

  /** The check above left one question on its way on a connection that is silent; the pool finds that out by itself. */
  async function expectUnavailableOrAnswer(): Promise<void> {
    const error: unknown = await checkDatabase(dataSource, LONGEST_MS).catch((reason: unknown) => reason);
    expect(error === undefined || isDatabaseUnavailable(error)).toBe(true);
  }
});
