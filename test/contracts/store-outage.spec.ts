import { isStoreUnavailable, type Limit } from '@app/redis';
import { HandClock } from '../support/hand-clock.js';
import { eventually, openStores, type StoreInstance, unique } from '../support/store-adapters.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';

const REDIS_URL = process.env.TEST_REDIS_URL;
const FAST_MS = 2000;
const LIMIT: Limit = { name: 'minute', max: 1000, windowSeconds: 60 };

(REDIS_URL ? describe : describe.skip)('A Redis server that is lost', () => {
  let proxy: TcpProxy;
  let url: string;
  let instance: StoreInstance;

  beforeEach(async () => {
    const target = new URL(REDIS_URL ?? '');
    proxy = await startTcpProxy(Number(target.port || 6379));
    target.host = `127.0.0.1:${proxy.port}`;
    url = target.href;
    instance = await openStores(url, new HandClock());
  });
  afterEach(async () => {
    await instance.close();
    await proxy.close();
  });

  const everyCall = (): Promise<unknown>[] => [
    instance.store.get(unique('key')),
    instance.store.set(unique('key'), 'value', 60),
    instance.store.delete([unique('key'), unique('key')]),
    instance.store.increment(unique('key'), 60),
    instance.store.ping(),
    instance.limiter.take(unique('subject'), [LIMIT]),
    instance.limiter.giveBack(unique('subject'), [LIMIT], 0),
  ];
  const answers = (): Promise<boolean> =>
    Promise.all(everyCall()).then(
      () => true,
      () => false,
    );

  /** Every call must fail, soon, and for the reason that the store is unavailable. */
  async function expectUnavailable(calls: readonly Promise<unknown>[]): Promise<void> {
    const startMs = performance.now();
    const results = await Promise.allSettled(calls);
    expect(performance.now() - startMs).toBeLessThan(FAST_MS);
    const errors = results.map((result) => (result.status === 'rejected' ? (result.reason as unknown) : 'no error'));
    expect(errors.filter((error) => !isStoreUnavailable(error))).toEqual([]);
  }

  it('fails every call at once while it is down, and serves again when it is back', async () => {
    proxy.cut();
    await expectUnavailable(everyCall());
    await expectUnavailable(everyCall());
    proxy.restore();
    await eventually(answers);
  });

  it('fails every call in good time while it is silent, and serves again over a new connection', async () => {
    proxy.hang();
    await expectUnavailable(Array.from({ length: 50 }, everyCall).flat());
    proxy.restore();
    await eventually(answers, { withinMs: 8000 });
  });

  it('fails the calls that are under way when the connection breaks, and does not send them again', async () => {
    const key = unique('counter');
    await instance.store.increment(key, 60);
    proxy.hang();
    const underWay = [instance.store.increment(key, 60), instance.store.increment(key, 60)];
    const failed = expectUnavailable(underWay);
    proxy.cut();
    await failed;
    proxy.restore();
    await eventually(answers);
    expect(await instance.store.get(key)).toBe('1');
  });

  it('may come and go many times', async () => {
    for (let i = 0; i < 5; i++) {
      proxy.cut();
      await expectUnavailable(everyCall());
      proxy.restore();
      await eventually(answers);
    }
  });

  it.each(['cut', 'hang'] as const)('does not hold up the shutdown (%s)', async (fault) => {
    proxy[fault]();
    const startMs = performance.now();
    await instance.close();
    expect(performance.now() - startMs).toBeLessThan(FAST_MS);
  });

  it.each(['cut', 'hang'] as const)('stops the start with one sentence that keeps the password (%s)', async (fault) => {
    proxy[fault]();
    const start = openStores(`redis://:hunter2@127.0.0.1:${proxy.port}`, new HandClock());
    const error: unknown = await start.catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/^ConfigurationError: REDIS_URL names a Redis server that .+ out of reach.+\.$/);
    expect(everythingIn(error)).not.toContain('hunter2');
  });

  it('is waited for at the start', async () => {
    proxy.cut();
    const start = openStores(url, new HandClock());
    setTimeout(() => proxy.restore(), 500);
    const late = await start;
    await expect(late.store.ping()).resolves.toBeUndefined();
    await late.close();
  });

  it('stops the start at once when it refuses the login, and keeps the password', async () => {
    const startMs = performance.now();
    const start = openStores(`redis://nobody:hunter2@127.0.0.1:${proxy.port}`, new HandClock());
    const error: unknown = await start.catch((thrown: unknown) => thrown);
    expect(performance.now() - startMs).toBeLessThan(FAST_MS);
    expect(String(error)).toMatch(/^ConfigurationError: REDIS_URL names a Redis server that refuses the login/);
    expect(everythingIn(error)).not.toContain('hunter2');
  });
});

/** All that a logger might write of an error. */
function everythingIn(error: unknown): string {
  return JSON.stringify(error, error instanceof Error ? Object.getOwnPropertyNames(error) : undefined) + String(error);
}
