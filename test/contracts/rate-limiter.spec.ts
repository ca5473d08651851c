import { Redis } from 'ioredis';
import { type Limit, type Once, type RateLimiter, type RateLimitOutcome } from '@app/redis';
import { HandClock } from '../support/hand-clock.js';
import { seededRandom } from '../support/seeded-random.js';
import { openStores, STORE_ADAPTERS, type StoreInstance, unique } from '../support/store-adapters.js';

const MINUTE = 60_000;
const perMinute = (max: number): Limit => ({ name: 'minute', max, windowSeconds: 60 });
const perHour = (max: number): Limit => ({ name: 'hour', max, windowSeconds: 3600 });

describe.each(STORE_ADAPTERS)('RateLimiter on $name', ({ name, redisUrl }) => {
  const clock = new HandClock();
  let instance: StoreInstance;
  let limiter: RateLimiter;
  let subject: string;

  beforeAll(async () => {
    instance = await openStores(redisUrl, clock);
    limiter = instance.limiter;
  });
  afterAll(() => instance.close());
  beforeEach(() => {
    subject = unique('subject');
  });

  const take = (limits: readonly Limit[], once?: Once): Promise<RateLimitOutcome> =>
    limiter.take(subject, limits, once);
  const isAllowed = async (...args: Parameters<typeof take>): Promise<boolean> => (await take(...args)).isAllowed;
  const use = async (times: number, limits: readonly Limit[]): Promise<void> => {
    for (let i = 0; i < times; i++) expect(await isAllowed(limits)).toBe(true);
  };

  it('makes nobody wait longer than a window when the clock is set back', async () => {
    await use(3, [perMinute(3)]);
    clock.advance({ hours: -1 });
    const outcome = await take([perMinute(3)]);
    expect(outcome).toMatchObject({ isAllowed: false, retryAfterSeconds: 60 });
    clock.advance({ hours: 1 });
  });

  it('counts in order although the clock was set back between', async () => {
    await use(1, [perMinute(2)]);
    clock.advance({ seconds: -10 });
    const outcome = await take([perMinute(2)]);
    expect(outcome).toMatchObject({ isAllowed: true, remaining: 0, resetSeconds: 60 });
    clock.advance({ seconds: 10 });
    await limiter.giveBack(subject, [perMinute(2)], outcome.isAllowed ? outcome.atMs : 0);
    expect(await isAllowed([perMinute(2)])).toBe(true);
  });

  describe('a window', () => {
    it('allows as many hits as it says, then none', async () => {
      await use(3, [perMinute(3)]);
      expect(await isAllowed([perMinute(3)])).toBe(false);
    });

    it('tells how many hits are left and when there is room for one more', async () => {
      expect(await take([perMinute(3)])).toEqual({
        isAllowed: true,
        isRepeat: false,
        remaining: 2,
        resetSeconds: 60,
        atMs: expect.any(Number),
      });
      clock.advance({ ms: 20_000 });
      expect(await take([perMinute(3)])).toMatchObject({ remaining: 1, resetSeconds: 40 });
      clock.advance({ ms: 50_500 });
      expect(await take([perMinute(3)])).toMatchObject({ remaining: 1, resetSeconds: 9.5 });
    });

    it('is over exactly at its end, not a millisecond before', async () => {
      await use(1, [perMinute(1)]);
      clock.advance({ ms: MINUTE - 1 });
      expect(await isAllowed([perMinute(1)])).toBe(false);
      clock.advance({ ms: 1 });
      expect(await isAllowed([perMinute(1)])).toBe(true);
    });

    it('slides: no burst around the turn of a minute gets through', async () => {
      clock.advance({ ms: MINUTE - 1 });
      await use(3, [perMinute(3)]);
      clock.advance({ ms: 2 });
      expect(await isAllowed([perMinute(3)])).toBe(false);
    });

    it('does not count refused hits', async () => {
      await use(1, [perMinute(1)]);
      for (let second = 1; second < 60; second++) {
        clock.advance({ ms: 1000 });
        expect(await isAllowed([perMinute(1)])).toBe(false);
      }
      clock.advance({ ms: 1000 });
      expect(await isAllowed([perMinute(1)])).toBe(true);
    });

    it('lets exactly five of two hundred simultaneous hits through', async () => {
      const outcomes = await Promise.all(Array.from({ length: 200 }, () => take([perMinute(5), perHour(50)])));
      expect(outcomes.filter((outcome) => outcome.isAllowed)).toHaveLength(5);
    });

    it('applies a lowered maximum to what was counted before', async () => {
      await use(1, [perMinute(4)]);
      clock.advance({ ms: 10_000 });
      await use(2, [perMinute(4)]);
      const outcome = await take([perMinute(2)]);
      // Two hits must leave before a third fits under the new maximum, and the second of them leaves last.
      expect(outcome).toEqual({ isAllowed: false, limit: perMinute(2), retryAfterSeconds: 60 });
    });

    it.each([0, -1, 0.5])('never allows anything with a maximum of %p', async (max) => {
      expect(await take([perMinute(max)])).toMatchObject({ isAllowed: false, retryAfterSeconds: 60 });
    });

    it('refuses numbers that would quietly switch a limit off', async () => {
      await expect(take([perMinute(NaN)])).rejects.toThrow(RangeError);
      await expect(take([{ name: 'broken', max: 1, windowSeconds: NaN }])).rejects.toThrow(RangeError);
    });

    it('limits nothing without limits', async () => {
      expect(await take([])).toMatchObject({ isAllowed: true, isRepeat: false, remaining: Infinity, resetSeconds: 0 });
    });

    it('agrees with a plain count of every hit over a long random history', async () => {
      const limits = [perMinute(4), perHour(60), { name: 'burst', max: 2, windowSeconds: 5 }];
      const random = seededRandom(20_260_101);
      const acceptedMs: number[] = [];
      const refusing = new Set<string>();
      for (let i = 0; i < 1000; i++) {
        // Steps of whole seconds hit the ends of the windows often; small ones fill the windows.
        clock.advance({ ms: random() < 0.5 ? 0 : Math.floor(random() * 30) * 1000 });
        const nowMs = clock.nowMs();
        const room = limits.map(
          ({ max, windowSeconds }) => max - acceptedMs.filter((atMs) => atMs > nowMs - windowSeconds * 1000).length,
        );
        const outcome = await take(limits);
        if (outcome.isAllowed) {
          expect(outcome.remaining).toBe(Math.min(...room) - 1);
          acceptedMs.push(nowMs);
        } else {
          expect(Math.min(...room)).toBe(0);
          refusing.add(outcome.limit.name);
        }
      }
      // Otherwise the history would not have tried all of them.
      expect([...refusing].sort()).toEqual(['burst', 'hour', 'minute']);
    });
  });

  describe('several limits', () => {
    it('count a hit all or none', async () => {
      await use(1, [perMinute(1)]);
      for (let i = 0; i < 10; i++) expect(await isAllowed([perHour(2), perMinute(1)])).toBe(false);
      expect(await take([perHour(2)])).toMatchObject({ isAllowed: true, remaining: 1 });
    });

    it('report the tightest when all allow, and the one that takes longest when some refuse', async () => {
      expect(await take([perHour(2), perMinute(5)])).toMatchObject({ remaining: 1, resetSeconds: 3600 });
      await use(1, [perHour(2), perMinute(5)]);
      expect(await take([perMinute(2), perHour(2)])).toEqual({
        isAllowed: false,
        limit: perHour(2),
        retryAfterSeconds: 3600,
      });
    });

    it('allow a hit after the reported wait, and not a millisecond earlier', async () => {
      const limits = [perMinute(2), perHour(4), { name: 'pause', max: 1, windowSeconds: 7.5 }];
      for (let accepted = 0; accepted < 12; accepted++) {
        await use(1, limits);
        clock.advance({ ms: 1234 });
        const outcome = await take(limits);
        if (outcome.isAllowed) throw new Error('The pause was expected to refuse.');
        clock.advance({ ms: outcome.retryAfterSeconds * 1000 - 1 });
        expect(await isAllowed(limits)).toBe(false);
        clock.advance({ ms: 1 });
      }
    });
  });

  describe('subjects', () => {
    it('do not share a limit, whatever characters they are made of', async () => {
      const subjects = ['', '%', '{', '}', '{}', '}:minute', '{a}', 'a', 'a}:hour', 'A', 'á', '%7D', '🚗'];
      for (const end of subjects) {
        const outcome = await limiter.take(`${subject}${end}`, [perMinute(1), perHour(1)]);
        expect([end, outcome.isAllowed]).toEqual([end, true]);
      }
      for (const end of subjects) {
        expect((await limiter.take(`${subject}${end}`, [perMinute(1), perHour(1)])).isAllowed).toBe(false);
      }
    });

    it('may begin with a brace or be empty', async () => {
      const limits = ['one', 'two', 'three'].map((limit) => ({ name: unique(limit), max: 1, windowSeconds: 60 }));
      const once = { key: unique('once'), seconds: 1 };
      for (const odd of ['', '}', '{', '{}x']) {
        expect(await limiter.take(odd, limits, once)).toMatchObject({ isAllowed: true, isRepeat: false });
        expect((await limiter.take(odd, limits)).isAllowed).toBe(false);
      }
    });
  });

  describe('once', () => {
    const tap = { key: 'form 1', seconds: 60 };

    it('counts repeats of one thing once', async () => {
      expect(await take([perHour(3)], tap)).toMatchObject({ isAllowed: true, isRepeat: false, remaining: 2 });
      expect(await take([perHour(3)], tap)).toMatchObject({ isAllowed: true, isRepeat: true, remaining: 2 });
      expect(await take([perHour(3)], { ...tap, key: 'form 2' })).toMatchObject({ isRepeat: false, remaining: 1 });
    });

    it('allows a repeat even when the limit is used up', async () => {
      await take([perHour(1)], tap);
      expect(await take([perHour(1)], tap)).toMatchObject({ isAllowed: true, isRepeat: true, remaining: 0 });
      expect(await isAllowed([perHour(1)], { ...tap, key: 'form 2' })).toBe(false);
    });

    it('ends exactly after its time, counted from the accepted hit and not from the last repeat', async () => {
      await take([perHour(5)], tap);
      clock.advance({ ms: 59_999 });
      expect(await take([perHour(5)], tap)).toMatchObject({ isRepeat: true });
      clock.advance({ ms: 1 });
      expect(await take([perHour(5)], tap)).toMatchObject({ isRepeat: false, remaining: 3 });
    });

    it('forgets a hit that was refused', async () => {
      await use(1, [perMinute(1)]);
      expect(await isAllowed([perMinute(1)], tap)).toBe(false);
      expect(await isAllowed([perMinute(1)], tap)).toBe(false);
    });

    it('belongs to its subject', async () => {
      await take([perHour(1)], tap);
      expect(await limiter.take(unique('other'), [perHour(1)], tap)).toMatchObject({ isRepeat: false });
    });

    it('works without any limit', async () => {
      const unlimited = { isAllowed: true, remaining: Infinity, resetSeconds: 0 };
      expect(await take([], tap)).toMatchObject({ ...unlimited, isRepeat: false });
      expect(await take([], tap)).toMatchObject({ ...unlimited, isRepeat: true });
    });

    it('counts one of fifty simultaneous repeats and allows them all', async () => {
      const outcomes = await Promise.all(Array.from({ length: 50 }, () => take([perHour(2)], tap)));
      const fresh = outcomes.filter((outcome) => outcome.isAllowed && !outcome.isRepeat);
      expect(outcomes.every((outcome) => outcome.isAllowed)).toBe(true);
      expect(fresh).toHaveLength(1);
    });
  });

  describe('a hit that is given back', () => {
    const takeAt = async (limits: readonly Limit[]): Promise<number> => {
      const outcome = await take(limits);
      if (!outcome.isAllowed) throw new Error('The hit was refused.');
      return outcome.atMs;
    };

    it('was never counted, by any of its limits', async () => {
      const limits = [perMinute(1), perHour(1)];
      await limiter.giveBack(subject, limits, await takeAt(limits));
      expect(await isAllowed([perMinute(1)])).toBe(true);
      expect(await isAllowed([perHour(1)])).toBe(true);
      expect(await isAllowed(limits)).toBe(false);
    });

    it('leaves every other hit its own moment, whichever came first', async () => {
      const atMs: number[] = [];
      for (let hit = 0; hit < 3; hit++) {
        atMs.push(await takeAt([perMinute(3)]));
        clock.advance({ ms: 10_000 });
      }
      await limiter.giveBack(subject, [perMinute(3)], atMs[1]!);
      expect(await take([perMinute(3)])).toMatchObject({ isAllowed: true, remaining: 0, resetSeconds: 30 });
      clock.advance({ ms: 30_000 });
      expect(await take([perMinute(3)])).toMatchObject({ isAllowed: true, remaining: 0, resetSeconds: 20 });
    });

    it('is one hit of several at the same moment', async () => {
      const [atMs] = await Promise.all(Array.from({ length: 3 }, () => takeAt([perMinute(3)])));
      await limiter.giveBack(subject, [perMinute(3)], atMs!);
      expect(await isAllowed([perMinute(3)])).toBe(true);
      expect(await isAllowed([perMinute(3)])).toBe(false);
    });

    it('changes nothing once it has left the window, for another subject or without limits', async () => {
      const atMs = await takeAt([perMinute(1)]);
      await limiter.giveBack(unique('other'), [perMinute(1)], atMs);
      await limiter.giveBack(subject, [], atMs);
      expect(await isAllowed([perMinute(1)])).toBe(false);
      clock.advance({ ms: MINUTE });
      await use(1, [perMinute(1)]);
      await limiter.giveBack(subject, [perMinute(1)], atMs);
      expect(await isAllowed([perMinute(1)])).toBe(false);
    });

    it('makes room for exactly as many as are given back, however simultaneous', async () => {
      const taken = await Promise.all(Array.from({ length: 20 }, () => takeAt([perMinute(20)])));
      const backs = taken.slice(0, 8).map((atMs) => limiter.giveBack(subject, [perMinute(20)], atMs));
      await Promise.all(backs);
      const outcomes = await Promise.all(Array.from({ length: 30 }, () => take([perMinute(20)])));
      expect(outcomes.filter((outcome) => outcome.isAllowed)).toHaveLength(8);
    });
  });

  if (name !== 'memory') {
    it('is one limit for two instances', async () => {
      const other = await openStores(redisUrl, clock);
      try {
        const either = (i: number): RateLimiter => (i % 2 === 0 ? limiter : other.limiter);
        const hits = Array.from({ length: 200 }, (_, i) => either(i).take(subject, [perMinute(5)]));
        expect((await Promise.all(hits)).filter((outcome) => outcome.isAllowed)).toHaveLength(5);
      } finally {
        await other.close();
      }
    });
  }

  if (name === 'Redis') {
    describe('what is left in Redis', () => {
      let redis: Redis;

      beforeAll(() => {
        redis = new Redis(redisUrl);
      });
      afterAll(() => redis.quit());

      it('is no more than the counted hits, and goes away by itself', async () => {
        for (let i = 0; i < 10; i++) await take([perMinute(3), perHour(5)], { key: `form ${i}`, seconds: 30 });
        const tag = `{${subject}}`;
        expect(await redis.llen(`limit:${tag}:minute`)).toBe(3);
        const keys = [`limit:${tag}:minute`, `limit:${tag}:hour`, `once:${tag}:form 0`];
        const ttlsMs = await Promise.all(keys.map((key) => redis.pttl(key)));
        expect(ttlsMs.map((ttlMs) => Math.ceil(ttlMs / MINUTE))).toEqual([2, 61, 2]);
        expect(await redis.exists(`once:${tag}:form 3`)).toBe(0);
      });

      it('may lose the scripts, as after a restart of the server', async () => {
        await use(1, [perMinute(2)]);
        await redis.script('FLUSH');
        await use(1, [perMinute(2)]);
        expect(await isAllowed([perMinute(2)])).toBe(false);
      });
    });
  }
});
