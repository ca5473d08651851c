/** What a benchmark stands on: a database of its own, an empty Redis database, servers and a load generator. */
import { fork, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { devNull, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import mysql from 'mysql2/promise';
import { STICKER, seed } from './people.mjs';

const HERE = import.meta.dirname;
const DIST = resolve(HERE, '../../dist');
const HOST = '127.0.0.1';
const CONNECT_TIMEOUT_MS = 3000;
const START_TIMEOUT_MS = 30_000;
/** Away from database 0, where somebody's own data would be. */
const REDIS_DATABASE = 15;

/** Ends the run with a sentence instead of a stack. */
export class BenchError extends Error {}

/**
 * Makes a migrated and seeded database.
 *
 * @param serverUrl a MySQL server, without a database
 * @throws BenchError when it is out of reach
 */
export async function createDatabase(serverUrl) {
  const name = `carqr_bench_${randomBytes(4).toString('hex')}`;
  const root = await mysql.createConnection({ uri: serverUrl, connectTimeout: CONNECT_TIMEOUT_MS }).catch((error) => {
    throw outOfReach('MySQL', serverUrl, error, 'BENCH_DATABASE_URL, such as mysql://root@127.0.0.1:3306');
  });
  const drop = async () => {
    await root.query(`DROP DATABASE IF EXISTS ${name}`);
    await root.end();
  };
  await root.query(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const fill = async () => {
    await root.query(`USE ${name}`);
    await seed(root);
  };
  const empty = async () => {
    for (const table of ['scans', 'notifications']) await root.query(`TRUNCATE TABLE ${name}.${table}`);
  };
  return { url: url.href, fill, drop, empty };
}

/**
 * @param serverUrl a Redis server, with the number of a database that is empty
 * @throws BenchError when it is out of reach or holds something
 */
export async function takeRedis(serverUrl) {
  const url = new URL(serverUrl);
  if (url.pathname.length < 2) url.pathname = `/${REDIS_DATABASE}`;
  const redis = new Redis(url.href, { lazyConnect: true, retryStrategy: null, connectTimeout: CONNECT_TIMEOUT_MS });
  redis.on('error', () => undefined);
  await redis.connect().catch((error) => {
    throw outOfReach('Redis', serverUrl, error, 'BENCH_REDIS_URL, such as redis://127.0.0.1:6379');
  });
  if ((await redis.dbsize()) > 0) {
    redis.disconnect();
    throw new BenchError(
      `Redis database ${url.pathname.slice(1)} is not empty: name one that is in BENCH_REDIS_URL (redis://host:6379/9).`,
    );
  }
  const release = async () => {
    await redis.flushdb();
    redis.disconnect();
  };
  return { url: url.href, release, empty: () => redis.flushdb() };
}

function outOfReach(what, url, error, setting) {
  const { host } = new URL(url);
  return new BenchError(`${what} at ${host} is out of reach (${error.code ?? error.message}): name one in ${setting}.`);
}

/** The settings of the servers, as production would have them: with a mail server, mails are the worker's to send. */
export function serverSettings(databaseUrl, redisUrl, files) {
  return {
    STORAGE_URL: `file:${files}`,
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    ALLOW_INSECURE: 'preview,simulator',
    // Each request for a code is for another number without an account.
    OTP_NEW_NUMBERS_PER_HOUR: '1000000',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    SMTP_URL: `smtp://${HOST}`,
    MAIL_FROM: 'hello@carqr.test',
    JWT_SECRET: randomBytes(48).toString('hex'),
    TRUSTED_PROXIES: HOST,
    PUBLIC_URL: 'https://carqr.test',
    DRAIN_SECONDS: '0',
    HOST,
  };
}

/** A folder of stored files with the one sticker in it. */
export function storeFiles() {
  const path = mkdtempSync(join(tmpdir(), 'carqr-bench-files-'));
  mkdirSync(dirname(join(path, STICKER.fileKey)));
  writeFileSync(join(path, STICKER.fileKey), STICKER.text);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs the built program that migrates. */
export async function migrate(settings) {
  const child = spawnNode([join(DIST, 'apps/api/src/migrate.js')], settings, tmpdir());
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new BenchError(`The migration failed: ${child.output()}`);
}

/**
 * @param profileDir where the built server writes a CPU profile when it ends
 * @param heapMegabytes how large its heap may grow
 */
export function startBuiltServer(settings, { profileDir, heapMegabytes }) {
  const flags = [
    ...(profileDir ? ['--cpu-prof', `--cpu-prof-dir=${resolve(profileDir)}`] : []),
    ...(heapMegabytes ? [`--max-old-space-size=${heapMegabytes}`] : []),
  ];
  return startServer([...flags, join(DIST, 'apps/api/src/main.js')], settings);
}

export function startBareServer(settings) {
  return startServer([join(HERE, 'bare-server.mjs')], settings);
}

async function startServer(args, settings) {
  // A folder of its own, so that no .env file has a say.
  const cwd = mkdtempSync(join(tmpdir(), 'carqr-bench-'));
  const port = await findFreePort();
  const child = spawnNode(args, { ...settings, PORT: String(port) }, cwd);
  const server = {
    url: `http://${HOST}:${port}`,
    /** @returns the figures of its /metrics that have no labels */
    async readMetrics() {
      const text = await (await fetch(`${server.url}/metrics`)).text();
      return Object.fromEntries([...text.matchAll(/^(\w+) (\S+)$/gm)].map(([, name, value]) => [name, Number(value)]));
    },
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(cwd, { recursive: true, force: true });
    },
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await isAlive(server.url))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await server.stop();
      throw new BenchError(`The server did not start: ${child.output()}`);
    }
    await delay(100);
  }
  return server;
}

async function isAlive(url) {
  const answer = await fetch(`${url}/health/live`).catch(() => undefined);
  return answer?.ok ?? false;
}

/** Logs are written, and go where nobody keeps them. */
function spawnNode(args, env, cwd) {
  const child = spawn(process.execPath, args, { env, cwd, stdio: ['ignore', openSync(devNull, 'w'), 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk) => (output = `${output}${chunk}`.slice(-4000)));
  return Object.assign(child, { output: () => output.trim() });
}

async function findFreePort() {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts the load generator; `load` runs one job of load.mjs. */
export function startLoadGenerator(settings) {
  const child = fork(join(HERE, 'load.mjs'), { env: settings });
  const end = once(child, 'exit').then(([code, signal]) => ({
    problem: `The load generator ended (${signal ?? code}).`,
  }));
  const load = async (job) => {
    const answer = once(child, 'message').then(([message]) => message);
    if (child.connected) child.send(job);
    const { figures, problem } = await Promise.race([answer, end]);
    if (problem) throw new BenchError(problem);
    if (figures.refused > 0 || figures.failed > 0) {
      throw new BenchError(
        `${job.route} at ${job.url}: ${figures.refused} answers were not 2xx, ${figures.failed} never came.`,
      );
    }
    return figures;
  };
  return { load, stop: () => child.kill() };
}
