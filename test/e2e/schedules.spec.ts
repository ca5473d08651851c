import { SessionsService } from '@app/auth';
import { newId } from '@app/database';
import { KeyValueStore } from '@app/redis';
import { ScanRetention } from '@app/scans';
import { UsersService } from '@app/users';
import { Scheduler } from '../../apps/worker/src/scheduler.js';
import { makePremium, newPhone, signIn, signInOwner } from '../support/people.js';
import { insertRows } from '../support/rows.js';
import { countRows } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('what is due from time to time', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ env: { SCAN_RETENTION_DAYS: '90' } });
  });

  afterAll(() => app.stop());

  it('removes scans once they are older than the setting says, and no others', async () => {
    const owner = await signInOwner(app);
    const scan = async (): Promise<string> => {
      const form = { carId: owner.car.id, scannerPhone: newPhone(), scannerEmail: 'ravi@example.com' };
      return (await app.api.fromNewAddress().post('/scans', form)).body.activity.id;
    };
    await scan();
    app.clock.advance({ days: 1 });
    const kept = await scan();
    app.clock.advance({ days: 89, hours: 1 });
    await app.app.get(ScanRetention, { strict: false }).purge();
    const rows = await app.dataSource.query<{ id: string }[]>('SELECT id FROM scans WHERE carId = ?', [owner.car.id]);
    expect(rows.map(({ id }) => id)).toEqual([kept]);
  });

  it('removes sessions and refresh tokens that have expired, more than one batch of them, and no others', async () => {
    const person = await signIn(app);
    const [{ id: current }] = (await person.api.get('/auth/sessions')).body.sessions;
    const now = app.clock.now();
    const expired = Array.from({ length: 600 }, () => ({
      id: newId(),
      userId: person.id,
      createdAt: now,
      lastUsedAt: now,
      expiresAt: now,
    }));
    const token = (sessionId: string) => ({ tokenHash: newId(), sessionId, createdAt: now, expiresAt: now });
    await insertRows(app.dataSource, 'sessions', expired);
    await insertRows(app.dataSource, 'refresh_tokens', [
      ...expired.map(({ id }) => token(id)),
      ...expired.map(() => token(current)),
    ]);
    await app.app.get(SessionsService, { strict: false }).purgeExpired();
    expect(await countRows(app, 'sessions', 'userId', person.id)).toBe(1);
    expect(await countRows(app, 'refresh_tokens', 'sessionId', current)).toBe(1);
    expect(await countRows(app, 'refresh_tokens', 'sessionId', expired[599]!.id)).toBe(0);
    const { status } = await app.api.post('/auth/refresh', { refreshToken: person.refreshToken });
    expect(status).toBe(200);
  });

  it('tells only those whose premium ends within the time', async () => {
    const day = 86_400_000;
    const people = await Promise.all([-day, 1, 2 * day, 4 * day, null].map(() => signIn(app)));
    const ends = [-day, 1, 2 * day, 4 * day, null];
    for (const [index, person] of people.entries()) {
      const ms = ends[index]!;
      await makePremium(app, person, ends[index] === null ? null : new Date(app.clock.nowMs() + ms));
    }
    const listed: string[] = [];
    const endings = app.app.get(UsersService, { strict: false }).listPremiumEndings(3 * day);
    for await (const { userId } of endings) listed.push(userId);
    expect(listed).toEqual([people[1]!.id, people[2]!.id]);
  });

  it('is done by one of any number of workers, and again when its time has come', async () => {
    const runs: string[] = [];
    const all = ['one thing', 'another'].map((name) => ({
      name: `${name} ${app.clock.nowMs()}`,
      everySeconds: 3600,
      run: () => Promise.resolve(void runs.push(name)),
    }));
    const startWorkers = async (): Promise<void> => {
      const store = app.app.get(KeyValueStore, { strict: false });
      const workers = Array.from({ length: 5 }, () => new Scheduler({ all }, store, app.clock));
      workers.forEach((worker) => worker.onApplicationBootstrap());
      await Promise.all(workers.map((worker) => worker.onModuleDestroy()));
    };
    await startWorkers();
    await startWorkers();
    expect(runs.sort()).toEqual(['another', 'one thing']);
    app.clock.advance({ hours: 1 });
    await startWorkers();
    expect(runs).toHaveLength(4);
  });

  const newWorker = (run: () => Promise<void>, name: string): Scheduler => {
    const store = app.app.get(KeyValueStore, { strict: false });
    return new Scheduler({ all: [{ name, everySeconds: 10, run }] }, store, app.clock);
  };

  const runOnce = async (worker: Scheduler): Promise<void> => {
    worker.onApplicationBootstrap();
    await worker.onModuleDestroy();
  };

  it('is tried by the next worker when it failed, and not again once it is done', async () => {
    const outcomes = [() => Promise.reject(new Error('it fails')), () => Promise.resolve(), () => Promise.resolve()];
    const name = `fails at first ${app.clock.nowMs()}`;
    for (let index = 0; index < 3; index += 1) await runOnce(newWorker(() => outcomes.shift()!(), name));
    expect(outcomes).toHaveLength(1);
  });

  it('is not begun by another worker while one is still at it, not even in the next turn', async () => {
    const name = `takes long ${app.clock.nowMs()}`;
    let end = (): void => undefined;
    const runs: string[] = [];
    let worker!: Scheduler;
    await new Promise<void>((begun) => {
      const run = (): Promise<void> => {
        runs.push('long');
        begun();
        return new Promise((done) => (end = done));
      };
      worker = newWorker(run, name);
      worker.onApplicationBootstrap();
    });
    app.clock.advance({ seconds: 10 });
    await runOnce(newWorker(() => Promise.resolve(void runs.push('beside')), name));
    expect(runs).toEqual(['long']);
    end();
    await worker.onModuleDestroy();
  });
});
