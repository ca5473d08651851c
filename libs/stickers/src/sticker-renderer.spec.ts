import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import { PrintCheckError, RendererBusyError, UnprintableTextError } from './sticker.errors.js';
import { StickerRenderer } from './sticker-renderer.js';
import { type StickerSpec } from './sticker.js';

const CODE = 'K7QF3M9T2X';

function sticker(spec: Partial<StickerSpec> = {}): StickerSpec {
  const value = `https://carqr.example/s/${CODE}`;
  return { value, code: CODE, size: '3x3', format: 'svg', template: 'modern', label: null, ...spec };
}

/** The nice value of each thread of this process, by its id: proc(5). */
function threadPriorities(): Map<string, number> {
  return new Map(readdirSync('/proc/self/task').flatMap((id) => threadPriority(id) ?? []));
}

function threadPriority(id: string): [[id: string, nice: number]] | undefined {
  try {
    const stat = readFileSync(`/proc/self/task/${id}/stat`, 'latin1');
    // The second field is a name in brackets, which may hold anything.
    const [, ...fields] = stat.slice(stat.lastIndexOf(')')).split(' ');
    return [[id, Number(fields[16])]];
  } catch {
    // The thread has ended since it was listed.
    return undefined;
  }
}

const itOnLinux = process.platform === 'linux' ? it : it.skip;

describe('StickerRenderer', () => {
  const renderers: StickerRenderer[] = [];

  function startRenderer(limits: { threads: number; maxQueue: number; maxPerRequester?: number }): StickerRenderer {
    const renderer = new StickerRenderer({ maxPerRequester: Infinity, ...limits });
    renderers.push(renderer);
    return renderer;
  }

  afterEach(async () => {
    await Promise.all(renderers.splice(0).map((renderer) => renderer.onApplicationShutdown()));
  });

  it('gives the same bytes for the same sticker, whichever thread draws it', async () => {
    const renderer = startRenderer({ threads: 2, maxQueue: 20 });
    for (const format of ['svg', 'pdf', 'png'] as const) {
      const spec = sticker({ format, label: '🚗 प्रिया' });
      const [first, ...others] = await Promise.all(Array.from({ length: 4 }, () => renderer.render(spec, 'asha')));
      for (const other of others) expect(other.bytes.equals(first?.bytes ?? Buffer.alloc(0))).toBe(true);
    }
  });

  it('says what the file is', async () => {
    const renderer = startRenderer({ threads: 1, maxQueue: 5 });
    const [pdf, svg, png] = await Promise.all(
      (['pdf', 'svg', 'png'] as const).map((format) => renderer.render(sticker({ format }), 'asha')),
    );
    expect(pdf).toMatchObject({ mediaType: 'application/pdf', extension: 'pdf' });
    expect(svg).toMatchObject({ mediaType: 'image/svg+xml; charset=utf-8', extension: 'svg' });
    expect(png).toMatchObject({ mediaType: 'image/png', extension: 'png' });
  });

  it('refuses what is more than the queue holds, says when to come back, and finishes what came before', async () => {
    const renderer = startRenderer({ threads: 1, maxQueue: 2 });
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => renderer.render(sticker(), 'asha')));
    expect(results.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'fulfilled'],
      ...['rejected', 'rejected', 'rejected'],
    ]);
    const refusals = results.filter((result) => result.status === 'rejected').map((result) => result.reason as unknown);
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(RendererBusyError);
      expect((refusal as RendererBusyError).retryAfterSeconds).toBeGreaterThan(0);
    }
    await expect(renderer.render(sticker(), 'asha')).resolves.toMatchObject({ printCheck: { decoded: true } });
  });

  it('leaves room for others when one asks for more than a share', async () => {
    const renderer = startRenderer({ threads: 1, maxQueue: 4, maxPerRequester: 3 });
    const renderFor = (requester: string, count: number) =>
      Array.from({ length: count }, () => renderer.render(sticker(), requester));
    const greedy = Promise.allSettled(renderFor('greedy', 5));
    const other = Promise.allSettled(renderFor('other', 2));
    const made = { status: 'fulfilled' };
    const refused = { status: 'rejected', reason: expect.any(RendererBusyError) };
    expect(await greedy).toMatchObject([made, made, made, refused, refused]);
    expect(await other).toMatchObject([made, made]);
    // What is finished no longer counts.
    await expect(renderer.render(sticker(), 'greedy')).resolves.toBeDefined();
  });

  it('names the characters that cannot be printed, and goes on', async () => {
    const renderer = startRenderer({ threads: 1, maxQueue: 5 });
    const refusal = await renderer.render(sticker({ label: 'Priya 漢字' }), 'asha').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UnprintableTextError);
    expect((refusal as UnprintableTextError).characters).toEqual(['漢', '字']);
    await expect(renderer.render(sticker(), 'asha')).resolves.toBeDefined();
  });

  it('refuses a value that fits no symbol', async () => {
    const renderer = startRenderer({ threads: 1, maxQueue: 5 });
    const value = `https://carqr.example/${'x'.repeat(3000)}/S/${CODE}`;
    await expect(renderer.render(sticker({ value }), 'asha')).rejects.toThrow(PrintCheckError);
  });

  it('finishes what it has begun when the application ends', async () => {
    const renderer = startRenderer({ threads: 1, maxQueue: 5 });
    const pending = renderer.render(sticker(), 'asha');
    await nextTurn();
    await renderer.onApplicationShutdown();
    await expect(pending).resolves.toMatchObject({ printCheck: { decoded: true } });
  });

  it('leaves the event loop to others during a burst', async () => {
    const renderer = startRenderer({ threads: 1, maxQueue: 100 });
    await renderer.render(sticker(), 'asha');
    const before = performance.eventLoopUtilization();
    await Promise.all(Array.from({ length: 20 }, () => renderer.render(sticker({ size: '4x4' }), 'asha')));
    // Drawing on this thread would keep it busy for most of the time; handing over tasks and files takes next to none.
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.25);
  });

  itOnLinux('gives way to requests where they compete for a core, and makes no other thread do so', async () => {
    const renderer = startRenderer({ threads: 1, maxQueue: 5 });
    const before = threadPriorities();
    await renderer.render(sticker({ format: 'pdf' }), 'asha');
    const after = threadPriorities();
    const usual = getPriority();
    const started = [...after].filter(([id]) => !before.has(id)).map(([, nice]) => nice);
    expect(started.filter((nice) => nice > usual)).toEqual(usual < 19 ? [Math.min(usual + 10, 19)] : []);
    for (const [id, nice] of before) expect(after.get(id) ?? nice).toBe(nice);
  });
});
