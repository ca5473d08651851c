/** Loads the built server with a mix of everything for a while, and watches its memory. */
import { setTimeout as delay } from 'node:timers/promises';
import { median, table } from './report.mjs';

const WARM_UP_SECONDS = 10;
const SLICE_SECONDS = 20;
const SAMPLE_MS = 500;
const MEBIBYTE = 2 ** 20;
/** A small heap is swept often, so that its medians show what is kept and not what is yet to be swept. */
export const SOAK_HEAP_MEGABYTES = 96;
/** More than this between the first and the last third is no longer the collector's mood. */
const GROWTH_ALLOWED = 1.15;
const WATCHED = { RSS: 'process_resident_memory_bytes', heap: 'nodejs_heap_size_used_bytes' };

/** @returns whether the memory stayed flat */
export async function soak(server, { load, empty, seconds, connections }) {
  const run = async (duration) => {
    // Within a slice nobody reaches a limit; the tables do not grow without end either.
    await empty();
    return load({ url: server.url, route: 'mix', seconds: duration, connections });
  };
  await run(WARM_UP_SECONDS);

  const samples = [];
  let requests = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      samples.push(await server.readMetrics());
      await delay(SAMPLE_MS);
    }
  })();
  for (let left = seconds; left > 0; left -= SLICE_SECONDS) {
    requests += (await run(Math.min(left, SLICE_SECONDS))).requests;
  }
  isOver = true;
  await watching;
  return report(samples, requests, seconds);
}

function report(samples, requests, seconds) {
  const third = Math.floor(samples.length / 3);
  const medianOf = (part, metric) => median(part.map((sample) => sample[metric] / MEBIBYTE));
  const lines = Object.entries(WATCHED).map(([name, metric]) => {
    const first = medianOf(samples.slice(0, third), metric);
    const last = medianOf(samples.slice(-third), metric);
    return { name, first, last, growth: last / first };
  });
  const cells = lines.map(({ name, first, last, growth }) => [
    name,
    first.toFixed(1),
    last.toFixed(1),
    growth.toFixed(2),
  ]);
  const header = ['memory, MiB (medians)', 'first third', 'last third', 'last / first'];
  process.stdout.write(
    `\n${requests} requests in ${seconds} s, all answered with 2xx\n\n${table([header, ...cells])}\n`,
  );
  return lines.every(({ growth }) => growth <= GROWTH_ALLOWED);
}
