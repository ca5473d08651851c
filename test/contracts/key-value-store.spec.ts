import { setTimeout as delay } from 'node:timers/promises';
import { isStoreUnavailable, type KeyValueStore } from '@app/redis';
import { HandClock } from '../support/hand-clock.js';
import { eventually, openStores, STORE_ADAPTERS, type StoreInstance, unique } from '../support/store-adapters.js';

const LONG = 300;
/** Short enough to wait for on a real server, whose clock a test cannot move. */
const SHORT = 0.15;

describe.each(STORE_ADAPTERS)('KeyValueStore on $name', ({ name, redisUrl }) => {
  const clock = new HandClock();
  let instance: StoreInstance;
  let store: KeyValueStore;
  let key: string;

  beforeAll(async () => {
    instance = await openStores(redisUrl, clock);
    store = instance.store;
  });
  afterAll(() => instance.close());
  beforeEach(() => {
    key = unique('key');
  });

  /** Looks again while time goes by, the clock's for the store in memory. */
  const inTime = (condition: () => Promise<boolean>): Promise<void> =>
    eventually(condition, {
      pause: async () => {
        clock.advance({ ms: 10 });
        await delay(name === 'memory' ? 0 : 10);
      },
    });
  const isGone = async (which: string): Promise<boolean> => (await store.get(which)) === null;

  describe('get and set', () => {
    it('knows nothing of a key that was never set', async () => {
      expect(await store.get(key)).toBeNull();
    });

    it.each([
      ['text', 'a value'],
      ['the empty text', ''],
      ['four-byte characters, zero bytes and line breaks', '🚗\0\r\n*3\r\n'],
      ['a long text', 'x'.repeat(500_000)],
    ])('gives back %s as it was', async (_, value) => {
      await store.set(key, value, LONG);
      expect(await store.get(key)).toBe(value);
    });

    it('keeps the last value', async () => {
      await store.set(key, 'first', LONG);
      await store.set(key, 'last', LONG);
      expect(await store.get(key)).toBe('last');
    });

    it('forgets an entry when its time is over', async () => {
      await store.set(key, 'value', SHORT);
      expect(await store.get(key)).toBe('value');
      await inTime(() => isGone(key));
    });

    it('counts the time from the last set', async () => {
      const witness = unique('witness');
      await store.set(key, 'old', SHORT);
      await store.set(witness, 'set at the same time', SHORT);
      await store.set(key, 'new', LONG);
      await inTime(() => isGone(witness));
      expect(await store.get(key)).toBe('new');
    });

    it('lets an entry with no time left end at once', async () => {
      await store.set(key, 'value', 0);
      await store.setIfAbsent(`${key}-2`, 'value', -5);
      await inTime(async () => (await isGone(key)) && (await isGone(`${key}-2`)));
    });

    it.each([NaN, Infinity])(
      'refuses %p as a time to live, since such an entry would stay for ever',
      async (ttlSeconds) => {
        const calls = [
          () => store.set(key, 'value', ttlSeconds),
          () => store.setIfAbsent(key, 'value', ttlSeconds),
          () => store.increment(key, ttlSeconds),
        ];
        for (const call of calls) await expect(call()).rejects.toThrow(RangeError);
        expect(await store.get(key)).toBeNull();
      },
    );
  });

  describe('setIfAbsent', () => {
    it('leaves a key that has a value alone', async () => {
      expect(await store.setIfAbsent(key, 'first', LONG)).toBe(true);
      expect(await store.setIfAbsent(key, 'second', LONG)).toBe(false);
      expect(await store.get(key)).toBe('first');
    });

    it('sees a key whose time is over as absent', async () => {
      await store.setIfAbsent(key, 'first', SHORT);
      await inTime(() => store.setIfAbsent(key, 'second', LONG));
      expect(await store.get(key)).toBe('second');
    });

    it('lets one of a hundred simultaneous calls win', async () => {
      const won = await simultaneously(100, (i) => store.setIfAbsent(key, `value ${i}`, LONG));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store.get(key)).toBe(`value ${won.indexOf(true)}`);
    });
  });

  describe('replaceIf', () => {
    it('does not make a key', async () => {
      expect(await store.replaceIf(key, '', 'new', LONG)).toBe(false);
      expect(await store.get(key)).toBeNull();
    });

    it('replaces the expected value only', async () => {
      await store.set(key, 'old', LONG);
      expect(await store.replaceIf(key, 'Old', 'new', LONG)).toBe(false);
      expect(await store.get(key)).toBe('old');
      expect(await store.replaceIf(key, 'old', 'new', LONG)).toBe(true);
      expect(await store.get(key)).toBe('new');
    });

    it('gives the new value its own time', async () => {
      await store.set(key, 'old', LONG);
      await store.replaceIf(key, 'old', 'new', SHORT);
      await inTime(() => isGone(key));
    });

    it('lets one of a hundred simultaneous calls win', async () => {
      await store.set(key, 'old', LONG);
      const won = await simultaneously(100, (i) => store.replaceIf(key, 'old', `value ${i}`, LONG));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store.get(key)).toBe(`value ${won.indexOf(true)}`);
    });
  });

  describe('deleteIf', () => {
    it('deletes the expected value only', async () => {
      expect(await store.deleteIf(key, 'value')).toBe(false);
      await store.set(key, 'value', LONG);
      expect(await store.deleteIf(key, 'Value')).toBe(false);
      expect(await store.get(key)).toBe('value');
      expect(await store.deleteIf(key, 'value')).toBe(true);
      expect(await store.get(key)).toBeNull();
    });

    it('lets one of a hundred simultaneous calls win', async () => {
      await store.set(key, 'value', LONG);
      const won = await simultaneously(100, () => store.deleteIf(key, 'value'));
      expect(won.filter(Boolean)).toHaveLength(1);
    });
  });

  describe('delete', () => {
    it('tells how many of the keys existed, wherever a cluster keeps them', async () => {
      const keys = Array.from({ length: 20 }, () => unique('one-of-many'));
      await Promise.all(keys.slice(0, 12).map((each) => store.set(each, 'value', LONG)));
      expect(await store.delete(keys)).toBe(12);
      expect(await Promise.all(keys.map((each) => store.get(each)))).toEqual(keys.map(() => null));
    });

    it('counts a key once that is named twice, and none among no keys', async () => {
      await store.set(key, 'value', LONG);
      expect(await store.delete([key, key])).toBe(1);
      expect(await store.delete([])).toBe(0);
    });
  });

  describe('increment', () => {
    it('counts from one', async () => {
      expect([await store.increment(key, LONG), await store.increment(key, LONG)]).toEqual([1, 2]);
      expect(await store.get(key)).toBe('2');
    });

    it('gives each of a hundred simultaneous calls its own number', async () => {
      const counts = await simultaneously(100, () => store.increment(key, LONG));
      expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    });

    it('begins again when the time of the first count is over, however often it counted meanwhile', async () => {
      await store.increment(key, SHORT);
      let highest = 1;
      await inTime(async () => {
        const count = await store.increment(key, SHORT);
        highest = Math.max(highest, count);
        return count === 1;
      });
      expect(highest).toBeGreaterThan(2);
    });

    it('reports a value that is no counter as a defect, and leaves it alone', async () => {
      await store.set(key, 'text', LONG);
      const error: unknown = await store.increment(key, LONG).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect(isStoreUnavailable(error)).toBe(false);
      expect(await store.get(key)).toBe('text');
    });
  });

  it('answers a ping', async () => {
    await expect(store.ping()).resolves.toBeUndefined();
  });

  if (name !== 'memory') {
    it('is one store for two instances', async () => {
      const other = await openStores(redisUrl, clock);
      try {
        await store.set(key, 'value', LONG);
        const either = (i: number): KeyValueStore => (i % 2 === 0 ? store : other.store);
        const deleted = await simultaneously(100, (i) => either(i).delete([key]));
        expect(deleted.filter((count) => count === 1)).toHaveLength(1);
        const counts = await simultaneously(100, (i) => either(i).increment(`${key}-count`, LONG));
        expect(Math.max(...counts)).toBe(100);
      } finally {
        await other.close();
      }
    });
  }
});

function simultaneously<T>(times: number, call: (i: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, (_, i) => call(i)));
}
