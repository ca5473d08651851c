import { setTimeout as delay } from 'node:timers/promises';
import { readSettings } from '@app/config';
import { currentTrace, runInRequest } from '@app/observability';
import { MemoryWakeUps } from '../../libs/notifications/src/memory.wake-ups.js';
import { QueueWakeUps } from '../../libs/notifications/src/queue.wake-ups.js';
import type { WakeUps } from '../../libs/notifications/src/wake-ups.js';
import { eventually, STORE_ADAPTERS, unique } from '../support/store-adapters.js';

const PATIENCE = { withinMs: 30_000 };

describe.each(STORE_ADAPTERS)('wake-ups through $name', ({ name, redisUrl }) => {
  let opened: QueueWakeUps[];
  /** What this test has woken; what an earlier run left in the queue is none of it. */
  let ids: Set<string>;
  let begun: string[];
  let ended: string[];
  /** Lets the deliveries end. */
  let release: () => void;
  let released: Promise<void>;

  beforeEach(() => {
    [opened, ids, begun, ended] = [[], new Set(), [], []];
    released = new Promise((resolve) => (release = resolve));
  });
  afterEach(async () => {
    release();
    for (const wakeUps of opened) {
      await wakeUps.stop();
      await wakeUps.onApplicationShutdown();
    }
  });

  /** One program's. In memory there is only one. */
  function open(): WakeUps {
    if (name === 'memory') return new MemoryWakeUps();
    const wakeUps = new QueueWakeUps(readSettings({ REDIS_URL: redisUrl }, () => 'unused'));
    opened.push(wakeUps);
    return wakeUps;
  }

  const listen = (wakeUps: WakeUps): void =>
    wakeUps.listen(async (id) => {
      if (!ids.has(id)) return;
      begun.push(id);
      await released;
      ended.push(id);
    });
  const wake = (wakeUps: WakeUps, count: number): void => {
    for (let index = 0; index < count; index += 1) {
      const id = unique('notice');
      ids.add(id);
      wakeUps.wake(id);
    }
  };
  const until = (condition: () => boolean): Promise<void> => eventually(() => Promise.resolve(condition()), PATIENCE);

  it('reach one of those that deliver, each once', async () => {
    const api = open();
    for (const worker of name === 'memory' ? [api] : [open(), open()]) listen(worker);
    wake(api, 10);
    release();
    await until(() => ended.length >= 10);
    expect(ended.sort()).toEqual([...ids].sort());
  });

  it('are delivered as no part of the request that they come from', async () => {
    const wakeUps = open();
    const traces: unknown[] = [];
    const id = unique('notice');
    wakeUps.listen((woken) => {
      if (woken === id) traces.push(currentTrace());
      return Promise.resolve();
    });
    runInRequest({ requestId: 'of the scan' }, () => wakeUps.wake(id));
    await until(() => traces.length > 0);
    expect(traces).toEqual([undefined]);
  });

  it('have ten deliveries of a program under way and no more, and others once those are dealt with', async () => {
    const wakeUps = open();
    listen(wakeUps);
    wake(wakeUps, 10);
    await until(() => begun.length === 10);
    wake(wakeUps, 5);
    // Time in which a further one would begin.
    await delay(50);
    expect(begun).toHaveLength(10);
    release();
    await until(() => ended.length >= 10);
    wake(wakeUps, 1);
    await until(() => ended.includes([...ids].at(-1) ?? ''));
  });

  it('stop when what has begun is dealt with, and begin nothing more', async () => {
    const wakeUps = open();
    listen(wakeUps);
    wake(wakeUps, 3);
    await until(() => begun.length === 3);
    const stopped = wakeUps.stop();
    release();
    await stopped;
    await until(() => ended.length === 3);
    wake(wakeUps, 3);
    await delay(50);
    expect(begun).toHaveLength(3);
  });
});
