import { Test, type TestingModule } from '@nestjs/testing';
import { ClockModule } from '@app/clock';
import { ConfigModule, readSettings } from '@app/config';
import { KeyValueStore, StoreModule } from '@app/redis';
import { LookupCache } from './lookup-cache.js';

const CODE = { code: '7K3M9QXT2B' };

/** A query whose answer a test gives by hand. */
function query() {
  let answer!: (text: string | null) => void;
  let fail!: (error: Error) => void;
  const outcome = new Promise<string | null>((resolve, reject) => {
    answer = resolve;
    fail = reject;
  });
  return { load: jest.fn(() => outcome), answer, fail };
}

/** Lets everything happen that waits for nothing but its turn. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the cache of look-ups', () => {
  let module: TestingModule;
  let store: KeyValueStore;
  /** Two instances of the program that share a store. */
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
  const mustNotLoad = (): Promise<never> => Promise.reject(new Error('The answer was not kept.'));

  it('keeps an answer for every instance', async () => {
    expect(await cache.getOrLoad(CODE, current('answer'))).toBe('answer');
    expect(await cache.getOrLoad(CODE, mustNotLoad)).toBe('answer');
    expect(await elsewhere.getOrLoad(CODE, mustNotLoad)).toBe('answer');
  });

  it('does not keep that there is nothing', async () => {
    expect(await cache.getOrLoad(CODE, () => Promise.resolve(null))).toBeNull();
    expect(await cache.getOrLoad(CODE, current('made since'))).toBe('made since');
  });

  it('keeps codes and cars of the same spelling apart', async () => {
    await cache.getOrLoad({ code: 'A' }, current('code'));
    expect(await cache.getOrLoad({ carId: 'A' }, current('car'))).toBe('car');
  });

  it('asks once for all who miss at the same moment', async () => {
    const { load, answer } = query();
    const waiting = Array.from({ length: 50 }, () => cache.getOrLoad(CODE, load));
    await settle();
    answer('answer');
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['answer']));
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('tells all who wait that the query failed, and asks again for the next', async () => {
    const { load, fail } = query();
    const waiting = [cache.getOrLoad(CODE, load), cache.getOrLoad(CODE, load)];
    await settle();
    fail(new Error('The database is away.'));
    const outcomes = await Promise.allSettled(waiting);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await cache.getOrLoad(CODE, current('answer'))).toBe('answer');
  });

  it('asks for itself while another instance asks', async () => {
    const { load, answer } = query();
    const waiting = elsewhere.getOrLoad(CODE, load);
    await settle();
    expect(await cache.getOrLoad(CODE, current('answer'))).toBe('answer');
    answer('answer');
    expect(await waiting).toBe('answer');
  });

  describe('around a change', () => {
    it('forgets what it kept', async () => {
      await cache.getOrLoad(CODE, current('old'));
      const finish = await elsewhere.holdBack([CODE]);
      await finish();
      expect(await cache.getOrLoad(CODE, current('new'))).toBe('new');
    });

    it('keeps nothing while it is under way', async () => {
      await cache.holdBack([CODE]);
      expect(await cache.getOrLoad(CODE, current('old'))).toBe('old');
      expect(await cache.getOrLoad(CODE, current('new'))).toBe('new');
    });

    it.each(['before the change is over', 'after the change is over'])(
      'never keeps what was read before it, when the reader ends %s',
      async (end) => {
        const { load, answer } = query();
        const reader = cache.getOrLoad(CODE, load);
        await settle();
        const finish = await elsewhere.holdBack([CODE]);
        if (end === 'before the change is over') {
          answer('old');
          await reader;
          expect(await cache.getOrLoad(CODE, current('read meanwhile'))).toBe('read meanwhile');
        }
        await finish();
        answer('old');
        await reader;
        expect(await cache.getOrLoad(CODE, current('new'))).toBe('new');
      },
    );

    it('never lets a reader who came after it wait for a query that began before it', async () => {
      const { load, answer } = query();
      const before = cache.getOrLoad(CODE, load);
      await settle();
      const finish = await elsewhere.holdBack([CODE]);
      await finish();
      expect(await cache.getOrLoad(CODE, current('new'))).toBe('new');
      answer('old');
      await before;
      expect(await cache.getOrLoad(CODE, mustNotLoad)).toBe('new');
    });

    it('keeps nothing until the last of several is over', async () => {
      const finishFirst = await cache.holdBack([CODE]);
      const finishSecond = await elsewhere.holdBack([CODE]);
      await finishFirst();
      expect(await cache.getOrLoad(CODE, current('before the second commit'))).toBe('before the second commit');
      await finishSecond();
      expect(await cache.getOrLoad(CODE, current('new'))).toBe('new');
      expect(await elsewhere.getOrLoad(CODE, mustNotLoad)).toBe('new');
    });

    it('keeps what was read after it, also when its end comes late', async () => {
      const finishFirst = await cache.holdBack([CODE]);
      const finishSecond = await elsewhere.holdBack([CODE]);
      await finishSecond();
      await cache.getOrLoad(CODE, current('new'));
      await finishFirst();
      expect(await cache.getOrLoad(CODE, mustNotLoad)).toBe('new');
    });
  });
});
