/** How long others wait while many stickers are made: look-ups at a steady rate, before and during a burst. */
import { setTimeout as delay } from 'node:timers/promises';
import { table } from './report.mjs';
import { BenchError } from './services.mjs';

const STICKERS = 200;
/** As many as the server lets wait, and no more. */
const AT_ONCE = 60;
const RETRY_MS = 200;
const LOOK_UPS_PER_SECOND = 200;
const CONNECTIONS = 8;
const SECONDS = 5;

/**
 * Prints the 99th percentiles of the look-ups and of the turns of the server's event loop. The look-ups wait for the load
 * generator, MySQL and Redis as well, which share the machine's cores with the drawing; the event loop is the server's own.
 * Every sticker is another owner's: one alone may not make so many.
 */
export async function burst(server, { load, empty, tokens }) {
  const lookUp = async () => {
    // The percentile is of what came after the metrics were last read.
    await server.readMetrics();
    const { p99Ms } = await load({
      url: server.url,
      route: 'look-up-warm',
      seconds: SECONDS,
      connections: CONNECTIONS,
      perSecond: LOOK_UPS_PER_SECOND,
    });
    const { nodejs_eventloop_lag_p99_seconds: turnSeconds } = await server.readMetrics();
    return { p99Ms, turnMs: turnSeconds * 1000 };
  };
  // The first sticker starts the threads, the first look-ups the compilers.
  await generate(server, tokens[STICKERS]);
  await lookUp();
  await empty();
  const before = await lookUp();
  await empty();
  const waiting = tokens.slice(0, STICKERS);
  const startMs = performance.now();
  const makers = Array.from({ length: AT_ONCE }, async () => {
    for (let token = waiting.pop(); token; token = waiting.pop()) await generate(server, token);
    return performance.now() - startMs;
  });
  const during = await lookUp();
  const madeMs = Math.max(...(await Promise.all(makers)));
  const line = (name, figure) => [
    name,
    ...[before[figure], during[figure], during[figure] / before[figure]].map((cell) => cell.toFixed(1)),
  ];
  const header = [`beside ${STICKERS} stickers in ${(madeMs / 1000).toFixed(1)} s`, 'p99 ms before', 'during', 'ratio'];
  const lines = [line('GET /cars/qr/:code, warm', 'p99Ms'), line('a turn of the event loop, idle 10', 'turnMs')];
  process.stdout.write(`\n${table([header, ...lines])}\n`);
}

/** Makes a sticker, and asks again while there is no room for it. */
async function generate(server, token) {
  const request = {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ size: '3x3', format: 'pdf' }),
  };
  for (;;) {
    const response = await fetch(`${server.url}/api/v1/qr/generate`, request);
    const text = await response.text();
    if (response.status === 201) return;
    if (response.status !== 503) throw new BenchError(`POST /qr/generate: ${response.status} ${text}`);
    await delay(RETRY_MS);
  }
}
