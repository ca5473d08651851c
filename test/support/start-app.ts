import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { Clock } from '@app/clock';
import { type Settings, readSettings } from '@app/config';
import { migrate } from '@app/database';
import { createServer } from '@app/http';
import { NestLogger, createLogger } from '@app/observability';
import { Outbox } from '@app/outbox';
import { AppModule } from '../../apps/api/src/app.module.js';
import { configureApp } from '../../apps/api/src/configure-app.js';
import { ApiClient } from './api-client.js';
import { HandClock } from './hand-clock.js';
import { Inbox } from './inbox.js';
import { deliverNotices } from './relays.js';
import { type TestDatabase, createTestDatabase } from './test-database.js';

export interface StartOptions {
  /** Settings beside those of every test. */
  env?: Record<string, string>;
  /** Another instance whose database, store, files and clock this one shares. */
  besides?: TestApp;
  /** What this instance takes the time from in place of the clock that the test moves. */
  ownClock?: Clock;
}

/** A running server with everything that a test needs to talk to it and to look behind it. */
export interface TestApp {
  /** An anonymous caller. */
  api: ApiClient;
  /** What the server sent by SMS and mail. */
  inbox: Inbox;
  clock: HandClock;
  /** The lines of the log, as JSON. */
  logs: string[];
  settings: Settings;
  dataSource: DataSource;
  app: NestFastifyApplication;
  /** Used by further instances. */
  shared: { env: Record<string, string>; clock: HandClock };
  /** Stops the server and removes what it stored. */
  stop(): Promise<void>;
}

/**
 * Starts the whole application on a port of its own: on SQLite and in memory, or on the servers that TEST_DATABASE_URL
 * and TEST_REDIS_URL name. Limits are on; the address of a caller is what X-Forwarded-For says.
 */
export async function startApp({ env = {}, besides, ownClock }: StartOptions = {}): Promise<TestApp> {
  const database = besides ? undefined : await createTestDatabase();
  const files = besides ? undefined : await mkdtemp(join(tmpdir(), 'carqr-files-'));
  const shared = besides?.shared ?? { env: await serviceSettings(database, files), clock: new HandClock() };
  const settings = readSettings(
    {
      NODE_ENV: 'test',
      PORT: '0',
      PUBLIC_URL: 'https://carqr.test',
      TRUSTED_PROXIES: '127.0.0.1',
      ...shared.env,
      ...env,
    },
    () => 'the key of every test, which is long enough for anyone',
  );
  if (!besides && settings.database.kind === 'mysql') await migrate(settings);
  const logs: string[] = [];
  const logger = createLogger(settings, { write: (line) => void logs.push(line) });
  const testing = await Test.createTestingModule({ imports: [AppModule.forRoot(settings)] })
    .overrideProvider(Clock)
    .useValue(ownClock ?? shared.clock)
    .setLogger(new NestLogger(logger))
    .compile();
  const app = testing.createNestApplication<NestFastifyApplication>(createServer(settings), { bodyParser: false });
  await configureApp(app, logger);
  await app.listen(0, '127.0.0.1');
  const api = new ApiClient(await app.getUrl()).fromNewAddress();
  return {
    api,
    inbox: new Inbox(app.get(Outbox, { strict: false }), () => deliverNotices(app)),
    clock: shared.clock,
    logs,
    settings,
    dataSource: app.get(DataSource),
    app,
    shared,
    stop: async () => {
      await app.close();
      await database?.drop();
      if (files) await rm(files, { recursive: true, force: true });
    },
  };
}

/** The database and the files of this application, and the Redis database of this Jest worker, emptied. */
async function serviceSettings(
  database: TestDatabase | undefined,
  files: string | undefined,
): Promise<Record<string, string>> {
  const redisServer = process.env.TEST_REDIS_URL;
  const redisUrl = redisServer ? `${redisServer}/${process.env.JEST_WORKER_ID ?? '0'}` : 'memory:';
  if (redisServer) {
    const redis = new Redis(redisUrl);
    await redis.flushdb();
    await redis.quit();
  }
  return { DATABASE_URL: database?.url ?? '', REDIS_URL: redisUrl, STORAGE_URL: `file:${files ?? ''}` };
}
