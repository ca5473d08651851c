/**
 * How fast the built server is beside a bare one that does the same by hand, on MySQL and Redis.
 *
 *   npm run bench                          every route, about four minutes
 *   npm run bench -- scans me              these routes only
 *   npm run bench -- --rounds 8 --seconds 5
 *   npm run bench -- --soak                a minute of everything, watching the memory of the built server
 *   npm run bench -- --burst               how long look-ups take while 200 stickers are made
 *   npm run bench -- --renders             the CPU of making one sticker, without any server
 *   npm run bench -- scans --profile DIR   also writes a CPU profile of the built server into a folder
 *
 * BENCH_DATABASE_URL and BENCH_REDIS_URL name the servers. Generator, servers and both programs share one machine, so
 * that the figures mean nothing by themselves: the ratio does.
 */
import { parseArgs } from 'node:util';
import { burst } from './burst.mjs';
import { compare } from './compare.mjs';
import { accessTokens } from './people.mjs';
import { measureRenders } from './renders.mjs';
import { ROUTES } from './routes.mjs';
import {
  BenchError,
  createDatabase,
  migrate,
  serverSettings,
  startBareServer,
  startBuiltServer,
  startLoadGenerator,
  storeFiles,
  takeRedis,
} from './services.mjs';
import { SOAK_HEAP_MEGABYTES, soak } from './soak.mjs';

const { BENCH_DATABASE_URL = 'mysql://root@127.0.0.1:3306', BENCH_REDIS_URL = 'redis://127.0.0.1:6379' } = process.env;

/** What is to be undone at the end, the last thing first. */
const undo = [];

async function main() {
  const options = readOptions();
  if (options.renders) return measureRenders();
  const database = await createDatabase(BENCH_DATABASE_URL);
  undo.push(database.drop);
  const redis = await takeRedis(BENCH_REDIS_URL);
  undo.push(redis.release);
  const files = storeFiles();
  undo.push(files.remove);
  const settings = serverSettings(database.url, redis.url, files.path);
  await migrate(settings);
  await database.fill();

  const generator = startLoadGenerator(settings);
  undo.push(generator.stop);
  const built = await startBuiltServer(settings, {
    profileDir: options.profile,
    heapMegabytes: options.soak ? SOAK_HEAP_MEGABYTES : undefined,
  });
  undo.push(built.stop);
  const empty = () => Promise.all([redis.empty(), database.empty()]);
  const plan = { ...options, load: generator.load, empty, tokens: accessTokens(settings.JWT_SECRET) };

  if (options.soak) {
    if (!(await soak(built, plan))) throw new BenchError('The memory grew.');
    return;
  }
  if (options.burst) return burst(built, plan);
  const bare = await startBareServer(settings);
  undo.push(bare.stop);
  await compare({ built, bare }, plan);
}

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      soak: { type: 'boolean', default: false },
      burst: { type: 'boolean', default: false },
      renders: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      rounds: { type: 'string', default: '4' },
      connections: { type: 'string', default: '32' },
      profile: { type: 'string' },
    },
  });
  const unknown = positionals.find((name) => !(name in ROUTES));
  if (unknown) throw new BenchError(`There is no route "${unknown}": name some of ${Object.keys(ROUTES).join(', ')}.`);
  const numbers = {
    seconds: Number(values.seconds ?? (values.soak ? 60 : 3)),
    rounds: Number(values.rounds),
    connections: Number(values.connections),
  };
  for (const [name, value] of Object.entries(numbers)) {
    if (!(value > 0)) throw new BenchError(`--${name} must be a number above 0.`);
  }
  return { ...values, ...numbers, routes: positionals.length > 0 ? positionals : Object.keys(ROUTES) };
}

async function cleanUp() {
  for (let last = undo.pop(); last; last = undo.pop()) await last();
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void cleanUp().finally(() => process.exit(130)));

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof BenchError ? error.message : error.stack}\n`);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
