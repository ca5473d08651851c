import { Test, type TestingModule } from '@nestjs/testing';
import { ClockModule } from '@app/clock';
import { ConfigModule, readSettings } from '@app/config';
import { KeyValueStore, StoreModule } from '@app/redis';
import { LookupCache } from './lookup-cache.js';

const CODE = { code: '7K3M9QXT2B' };

/** A query that the test resolves or rejects. */
function query() {
  let respond!: (text: string | null) => void;
  let fail!: (error: Error) => void;
  const outcome = new Promise<string | null>((resolve, reject) => {
    respond = resolve;
    fail = reject;
  });
  return { load: jest.fn(() => outcome), respond, fail };
}

/** Runs all pending microtasks. */
const flush = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('LookupCache', () => {
  let module: TestingModule;
  let store: KeyValueStore;
  /** Two instances with the same store. */
  let cache: LookupCache;
  let elsewhere: LookupCache;

  beforeEach(async () => {
    const settings = readSettings({ REDIS_URL: 'memory:' }, () => 'unused');
    const imports = [ConfigModule.forRoot(settings), ClockModule, StoreModule.forRoot(settings)];
    module = await Test.createTestingModule({ imports }).compile();
    store = module.get(KeyValueStore);
    cache = new LookupCache(store);
    elsewhere = new LookupCache(store);
  });
  afterEach(() => module.close());

  const current = (text: string) => () => Promise.resolve(text);
  const mustNotLoad = (): Promise<never> => Promise.reject(new Error('The entry was not cached.'));

  it('caches an entry for every instance', async () => {
    expect(await cache.getOrLoad(CODE, current('found'))).toBe('found');
    expect(await cache.getOrLoad(CODE, mustNotLoad)).toBe('found');
    expect(await elsewhere.getOrLoad(CODE, mustNotLoad)).toBe('found');
  });

  it('does not cache a miss', async () => {
    expect(await cache.getOrLoad(CODE, () => Promise.resolve(null))).toBeNull();
    expect(await cache.getOrLoad(CODE, current('made since'))).toBe('made since');
  });

  it('separates codes from car ids', async () => {
    await cache.getOrLoad({ code: 'A' }, current('code'));
    expect(await cache.getOrLoad({ carId: 'A' }, current('car'))).toBe('car');
  });

  it('loads once for concurrent misses', async () => {
    const { load, respond } = query();
    const waiting = Array.from({ length: 50 }, () => cache.getOrLoad(CODE, load));
    await flush();
    respond('found');
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['found']));
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('rejects all concurrent misses when the query fails, and loads again next time', async () => {
    const { load, fail } = query();
    const waiting = [cache.getOrLoad(CODE, load), cache.getOrLoad(CODE, load)];
    await flush();
    fail(new Error('The database is down.'));
    const outcomes = await Promise.allSettled(waiting);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await cache.getOrLoad(CODE, current('found'))).toBe('found');
  });

  it('loads itself while another instance loads', async () => {
    const { load, respond } = query();
    const waiting = elsewhere.getOrLoad(CODE, load);
    await flush();
    expect(await cache.getOrLoad(CODE, current('found'))).toBe('found');
    respond('found');
    expect(await waiting).toBe('found');
  });

  describe('with a change', () => {
    it('invalidates the entry', async () => {
      await cache.getOrLoad(CODE, current('old'));
      const finish = await elsewhere.holdBack([CODE]);
      await finish();
      expect(await cache.getOrLoad(CODE, current('new'))).toBe('new');
    });

    it('caches nothing while the change is in progress', async () => {
      await cache.holdBack([CODE]);
      expect(await cache.getOrLoad(CODE, current('old'))).toBe('old');
      expect(await cache.getOrLoad(CODE, current('new'))).toBe('new');
    });

    it.each(['before the change ends', 'after the change ends'])(
      'never caches a value read before it, when the reader ends %s',
      async (end) => {
        const { load, respond } = query();
        const reader = cache.getOrLoad(CODE, load);
        await flush();
        const finish = await elsewhere.holdBack([CODE]);
        if (end === 'before the change ends') {
          respond('old');
          await reader;
          expect(await cache.getOrLoad(CODE, current('read meanwhile'))).toBe('read meanwhile');
        }
        await finish();
        respond('old');
        await reader;
        expect(await cache.getOrLoad(CODE, current('new'))).toBe('new');
      },
    );

    it('never shares an earlier query with a later reader', async () => {
      const { load, respond } = query();
      const before = cache.getOrLoad(CODE, load);
      await flush();
      const finish = await elsewhere.holdBack([CODE]);
      await finish();
      expect(await cache.getOrLoad(CODE, current('new'))).toBe('new');
      respond('old');
      await before;
      expect(await cache.getOrLoad(CODE, mustNotLoad)).toBe('new');
    });

    it('caches nothing until the last of several changes ends', async () => {
      const finishFirst = await cache.holdBack([CODE]);
      const finishSecond = await elsewhere.holdBack([CODE]);
      await finishFirst();
      expect(await cache.getOrLoad(CODE, current('before the second commit'))).toBe('before the second commit');
      await finishSecond();
      expect(await cache.getOrLoad(CODE, current('new'))).toBe('new');
      expect(await elsewhere.getOrLoad(CODE, mustNotLoad)).toBe('new');
    });

    it('keeps a value read after a later change when an earlier one ends last', async () => {
      const finishFirst = await cache.holdBack([CODE]);
      const finishSecond = await elsewhere.holdBack([CODE]);
      await finishSecond();
      await cache.getOrLoad(CODE, current('new'));
      await finishFirst();
      expect(await cache.getOrLoad(CODE, mustNotLoad)).toBe('new');
    });
  });
});
