import { once } from 'node:events';
import type { Settings } from '@app/config';
import { RequestLimits } from '@app/http';
import { HandClock } from '../support/hand-clock.js';
import { MemoryKeyValueStore } from '../../libs/redis/src/memory.key-value-store.js';
import { MemoryRateLimiter } from '../../libs/redis/src/memory.rate-limiter.js';
import { Exports, LEASE_SECONDS } from '../../libs/users/src/exports.js';

const RATE_LIMITED = { definition: { code: 'RATE_LIMITED' } };

describe('the lease of an export', () => {
  let clock: HandClock;
  let exports: Exports;

  beforeEach(() => {
    clock = new HandClock();
    const limits = new RequestLimits(new MemoryRateLimiter(clock), { rateLimitFactor: 1 } as Settings);
    exports = new Exports(new MemoryKeyValueStore(clock), limits, clock);
  });

  async function* pieces(): AsyncGenerator<string> {
    for (let n = 0; ; n++) yield await Promise.resolve(`${n} `);
  }
  const open = () => exports.stream('asha', pieces);

  it('ends by itself when the process that held it is gone', async () => {
    await open();
    clock.advance({ seconds: LEASE_SECONDS - 1 });
    await expect(open()).rejects.toMatchObject(RATE_LIMITED);
    clock.advance({ seconds: 1 });
    await expect(open()).resolves.toBeDefined();
  });

  it('lasts as long as the client reads', async () => {
    const reader = (await open())[Symbol.asyncIterator]();
    for (let minute = 0; minute < 5; minute++) {
      // More than are read ahead.
      for (let n = 0; n < 40; n++) await reader.next();
      clock.advance({ seconds: LEASE_SECONDS / 2 });
    }
    await expect(open()).rejects.toMatchObject(RATE_LIMITED);
  });

  it('is taken again after a pause of the client, unless another export has begun', async () => {
    const stream = await open();
    const reader = stream[Symbol.asyncIterator]();
    await reader.next();
    clock.advance({ seconds: LEASE_SECONDS + 1 });
    for (let n = 0; n < 40; n++) await reader.next();
    await expect(open()).rejects.toMatchObject(RATE_LIMITED);
    clock.advance({ seconds: LEASE_SECONDS + 1 });
    const other = await open();
    await expect(
      (async () => {
        for (let n = 0; n < 40; n++) await reader.next();
      })(),
    ).rejects.toThrow('Another export');
    // The end of the first leaves the lease of the second alone.
    await expect(open()).rejects.toMatchObject(RATE_LIMITED);
    other.destroy();
  });

  it('ends with a stream that is closed before its first piece', async () => {
    const stream = await open();
    const closed = once(stream, 'close');
    stream.destroy();
    await closed;
    await expect(open()).resolves.toBeDefined();
  });

  it('is not left behind by an export that the limit refuses', async () => {
    for (let n = 0; n < 5; n++) {
      const stream = await open();
      const closed = once(stream, 'close');
      stream.destroy();
      await closed;
    }
    const refusal = (await open().catch((error: unknown) => error)) as { extras: { retryAfterSeconds: number } };
    expect(refusal.extras.retryAfterSeconds).toBe(3600);
    clock.advance({ hours: 1 });
    await expect(open()).resolves.toBeDefined();
  });
});
