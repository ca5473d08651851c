import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { transact } from '@app/database';
import { Notifications } from '@app/notifications';
import { type Owner, newPhone, signInOwner } from '../support/people.js';
import { type Program, startProgram, waitForOutput } from '../support/program.js';
import { giveEmail } from '../support/signing-in.js';
import { type TestSmtpServer, startSmtpServer } from '../support/smtp-server.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { eventually } from '../support/store-adapters.js';
import { isServerTested } from '../support/test-database.js';

const PATIENCE = { withinMs: 60_000 };
const NOTICES = 600;
/** What one worker delivers at once: what it is woken for, and what it finds by itself. */
const MOST_UNDER_WAY = 20;
jest.setTimeout(300_000);

/** Workers as programs of their own, beside an API on the same database server, store and mail server. */
(isServerTested ? describe : describe.skip)('workers beside the API', () => {
  let server: TestSmtpServer;
  let app: TestApp;
  let cwd: string;
  let workers: Program[];

  beforeAll(async () => {
    server = await startSmtpServer();
    cwd = await mkdtemp(join(tmpdir(), 'carqr-worker-'));
    app = await startApp({ env: { SMTP_URL: server.url, MAIL_FROM: 'hello@carqr.test' } });
  });

  beforeEach(() => {
    server.behave('takes');
    server.mails.length = 0;
    workers = [];
  });

  afterEach(async () => {
    for (const worker of workers) worker.process.kill('SIGKILL');
    await Promise.all(workers.map(({ ended }) => ended));
  });

  afterAll(async () => {
    await app.stop();
    await server.stop();
    await rm(cwd, { recursive: true, force: true });
  });

  async function startWorkerProgram(): Promise<Program & { url: string }> {
    const worker = startProgram({
      cwd,
      main: 'apps/worker/src/main.ts',
      env: {
        ...app.shared.env,
        SMTP_URL: server.url,
        MAIL_FROM: 'hello@carqr.test',
        WORKER_PORT: '0',
        JWT_SECRET: app.settings.jwtSecret,
      },
    });
    workers.push(worker);
    const [, port = ''] = await waitForOutput(worker, /"port":(\d+)/);
    return { ...worker, url: `http://127.0.0.1:${port}` };
  }

  async function newOwners(count: number): Promise<Owner[]> {
    const owners: Owner[] = [];
    for (let index = 0; index < count; index += 1) {
      const owner = await signInOwner(app);
      await giveEmail(app, owner);
      owners.push(owner);
    }
    return owners;
  }

  const scan = async ({ car }: Owner): Promise<void> => {
    const form = { carId: car.qrCode, scannerPhone: newPhone(), scannerEmail: 'ravi@example.com' };
    expect((await app.api.fromNewAddress().post('/scans', form)).status).toBe(201);
  };

  /** Tells the owners of so many sign-ins, many at a time, as if there were many requests. */
  async function tellNotices(owners: readonly Owner[]): Promise<void> {
    const notifications = app.app.get(Notifications, { strict: false });
    const at = app.clock.now();
    for (let told = 0; told < NOTICES; told += 20) {
      await transact(app.dataSource, (manager) =>
        Promise.all(
          Array.from({ length: 20 }, (_, index) => {
            const userId = owners[index % owners.length]!.id;
            return notifications.tell(manager, { kind: 'new-sign-in', userId, at, userAgent: `Phone ${told + index}` });
          }),
        ),
      );
    }
  }

  /** Of every mail that the server took, which notice it was. */
  const ids = (): (string | undefined)[] => server.mails.map(({ messageId }) => messageId);

  const countWaiting = async (): Promise<number> => {
    const rows = await app.dataSource.query<unknown[]>("SELECT 1 FROM notifications WHERE status = 'waiting'");
    return rows.length;
  };

  const isAllTold = async (): Promise<boolean> => (await countWaiting()) === 0;

  /** How many mails the server has taken of which no worker had been able to write that down; all workers are gone. */
  const countInDoubt = async (): Promise<number> => {
    await eventually(() => Promise.resolve(server.isIdle()), PATIENCE);
    const sent = await app.dataSource.query<unknown[]>("SELECT 1 FROM notifications WHERE status = 'sent'");
    return server.mails.length - sent.length;
  };

  /** What a dead worker had claimed is due when its claim has ended, which takes minutes. */
  const endClaims = async (): Promise<void> => {
    await app.dataSource.query("UPDATE notifications SET dueAt = createdAt WHERE status = 'waiting'");
    await app.dataSource.query('UPDATE alert_turns SET freeAt = ?', [new Date(0)]);
  };

  it('tell every owner although they are killed at random moments, and nobody twice who was told before', async () => {
    const owners = await newOwners(40);
    server.behave('is slow');
    let inDoubt = 0;
    const scanning = (async () => {
      for (const owner of owners) await scan(owner);
    })();
    for (let kill = 0; kill < 4; kill += 1) {
      const worker = await startWorkerProgram();
      const before = server.mails.length;
      await eventually(async () => server.mails.length > before || (await isAllTold()), PATIENCE);
      await delay(Math.random() * 500);
      worker.process.kill('SIGKILL');
      await worker.ended;
      inDoubt = await countInDoubt();
      await endClaims();
    }
    await scanning;
    server.behave('takes');
    await startWorkerProgram();
    await eventually(isAllTold, PATIENCE);
    const told = server.mails.map(({ to }) => JSON.stringify(to));
    expect(new Set(told).size).toBe(owners.length);
    // Only what the server had taken and nobody had been able to write down is told again.
    expect(told.length).toBe(owners.length + inDoubt);
  });

  it(`tell ${NOTICES} notices by two of them each once, but for what was under way when one was killed`, async () => {
    const owners = await newOwners(5);
    await app.dataSource.query('DELETE FROM notifications');
    const isTold = (count: number) => eventually(() => Promise.resolve(server.mails.length >= count), PATIENCE);
    const emptyStore = async (): Promise<void> => {
      const redis = new Redis(app.shared.env.REDIS_URL ?? '');
      await redis.flushdb();
      await redis.quit();
    };
    const [killed, drained] = await Promise.all([startWorkerProgram(), startWorkerProgram()]);
    const telling = tellNotices(owners);
    await isTold(NOTICES / 5);
    await emptyStore();
    await isTold(NOTICES / 2);
    expect(new Set(ids()).size).toBe(ids().length);
    killed.process.kill('SIGKILL');
    // What the other one has begun is no longer in doubt when it is over.
    drained.process.kill('SIGTERM');
    await Promise.all([telling, killed.ended, drained.ended]);
    const inDoubt = await countInDoubt();
    expect(inDoubt).toBeLessThanOrEqual(MOST_UNDER_WAY);
    await endClaims();
    await emptyStore();
    await Promise.all([startWorkerProgram(), startWorkerProgram()]);
    await eventually(isAllTold, PATIENCE);
    expect(new Set(ids()).size).toBe(NOTICES);
    expect(ids().length).toBe(NOTICES + inDoubt);
  });

  it('find by themselves what no wake-up told them of, as when the store was emptied', async () => {
    const [owner] = await newOwners(1);
    await startWorkerProgram();
    const notifications = app.app.get(Notifications, { strict: false });
    await transact(app.dataSource, (manager) => notifications.tell(manager, { kind: 'welcome', userId: owner!.id }));
    await eventually(isAllTold, PATIENCE);
    expect(server.mails).toHaveLength(1);
  });

  it('finish what they have begun when they are told to stop', async () => {
    const [owner] = await newOwners(1);
    server.behave('is slow');
    const worker = await startWorkerProgram();
    await scan(owner!);
    await eventually(() => Promise.resolve(server.mails.length === 1), PATIENCE);
    worker.process.kill('SIGTERM');
    expect((await worker.ended).code).toBe(0);
    expect(await countWaiting()).toBe(0);
    expect(server.mails).toHaveLength(1);
  });

  it('tell of their health and of what they have done', async () => {
    const { url } = await startWorkerProgram();
    const read = async (path: string): Promise<[number, string]> => {
      const response = await fetch(`${url}${path}`);
      return [response.status, await response.text()];
    };
    expect(await read('/health/live')).toEqual([200, 'ok']);
    expect(await read('/health/ready')).toEqual([200, 'ok']);
    const [status, metrics] = await read('/metrics');
    expect(status).toBe(200);
    expect(metrics).toMatch(/^notifications_outbox\{state="parked"\} 0$/m);
    expect((await read('/dev/outbox'))[0]).toBe(404);
  });
});
