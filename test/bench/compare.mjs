/** Loads the built server and the bare one in turn, route by route, and prints how they compare. */
import { userId } from './people.mjs';
import { median, table } from './report.mjs';
import { ROUTES } from './routes.mjs';
import { BenchError } from './services.mjs';

const AIM = 0.6;
/** Where the bare server does less. */
const AIM_AGAINST_LESS = 0.5;
/** What one address may look up in a minute. */
const LOOK_UP_LIMIT = 120;
const CALLERS = 100;
const CALLER_TIMEOUT_MS = 5000;
/** Far from the numbers that the load generator counts up from 1. */
const FIRST_CHECK_NUMBER = 15_000_000;
const ID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;

/**
 * @param servers the one under test, and the bare one
 * @param empty makes Redis and the scans as they were
 */
export async function compare({ built, bare }, { load, empty, routes, rounds, seconds, connections, tokens }) {
  const alike = routes.filter((route) => !ROUTES[route].bareRequest);
  for (const route of alike) await checkAnswers([built, bare], route, empty, tokens);
  await checkLimits([built, bare], empty);
  await checkCallers(built, tokens);

  const measure = async (server, route) => {
    await empty();
    const before = await server.readMetrics();
    const figures = await load({ url: server.url, route, isBare: server === bare, seconds, connections });
    const after = await server.readMetrics();
    const cpuSeconds = after.process_cpu_seconds_total - before.process_cpu_seconds_total;
    return { ...figures, cpuMicros: (cpuSeconds / (figures.requests + (ROUTES[route].preparation ?? 0))) * 1e6 };
  };
  const rows = [];
  for (const route of routes) {
    const pairs = [];
    for (let round = 0; round <= rounds; round += 1) {
      // Who goes first takes turns; the first round of all is for the compilers and is not counted. It is as long as the
      // others, since a slow route takes that long to be compiled.
      const order = round % 2 === 0 ? [built, bare] : [bare, built];
      const figures = new Map();
      for (const server of order) figures.set(server, await measure(server, route));
      if (round > 0) pairs.push({ built: figures.get(built), bare: figures.get(bare) });
    }
    rows.push(summarize(route, pairs));
    process.stderr.write(`  ${ROUTES[route].title}: ${rows.at(-1).ratio.toFixed(2)}\n`);
  }
  print(rows);
  return rows;
}

/** Both must answer alike, to the digit but for ids and numbers. */
async function checkAnswers(servers, route, empty, tokens) {
  const answers = [];
  for (const server of servers) {
    await empty();
    const { path, ...request } = ROUTES[route].request(FIRST_CHECK_NUMBER, 0, tokens);
    const response = await fetch(server.url + path, request);
    answers.push(`${response.status} ${(await response.text()).replace(ID, 'id').replace(/\d/g, '0')}`);
  }
  if (answers[0] !== answers[1]) {
    throw new BenchError(`${ROUTES[route].title}: the two servers answer differently.\n${answers.join('\n')}`);
  }
}

/** A server that does not count would win for nothing. */
async function checkLimits(servers, empty) {
  const { path, ...request } = ROUTES['look-up-warm'].request(FIRST_CHECK_NUMBER, 0, []);
  for (const server of servers) {
    await empty();
    const statuses = [];
    for (let count = 0; count <= LOOK_UP_LIMIT; count += 1) {
      const response = await fetch(server.url + path, request);
      await response.text();
      statuses.push(response.status);
    }
    if (statuses.at(-2) !== 200 || statuses.at(-1) !== 429) {
      throw new BenchError(
        `The server at ${server.url} does not count: it should refuse look-up ${LOOK_UP_LIMIT + 1}.`,
      );
    }
  }
}

/** Simultaneous callers must each be answered, and with what is theirs. */
async function checkCallers(server, tokens) {
  const owners = await Promise.all(
    tokens.slice(0, CALLERS).map(async (token) => {
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(`${server.url}/users/me`, {
        headers,
        signal: globalThis.AbortSignal.timeout(CALLER_TIMEOUT_MS),
      });
      return (await response.json()).user?.id;
    }),
  );
  if (owners.some((owner, n) => owner !== userId(n)))
    throw new BenchError('A caller was answered with the account of another.');
}

function summarize(route, pairs) {
  const ratios = pairs.map((pair) => pair.built.perSecond / pair.bare.perSecond);
  const of = (server, figure) => median(pairs.map((pair) => pair[server][figure]));
  return {
    route,
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    perSecond: [of('built', 'perSecond'), of('bare', 'perSecond')],
    p99Ms: [of('built', 'p99Ms'), of('bare', 'p99Ms')],
    cpuMicros: [of('built', 'cpuMicros'), of('bare', 'cpuMicros')],
  };
}

const aimOf = (route) => (ROUTES[route].bareRequest ? AIM_AGAINST_LESS : AIM);

function print(rows) {
  const header = ['route', 'req/s', 'bare', 'ratio', '(min - max)', 'p99 ms', 'bare', 'CPU us', 'bare'];
  const lines = rows.map(({ route, perSecond, ratio, lowest, highest, p99Ms, cpuMicros }) => [
    ROUTES[route].title,
    ...perSecond.map((value) => value.toFixed(0)),
    ratio.toFixed(2),
    `(${lowest.toFixed(2)} - ${highest.toFixed(2)})${ratio < aimOf(route) ? ` below ${aimOf(route)}` : ''}`,
    ...p99Ms.map((value) => value.toFixed(0)),
    ...cpuMicros.map((value) => value.toFixed(0)),
  ]);
  process.stdout.write(`\n${table([header, ...lines])}\n`);
}
