import { mkdtemp, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { ApiClient } from '../support/api-client.js';
import { expectFailure } from '../support/failures.js';
import { type Program, startApi, startProgram, waitForOutput } from '../support/program.js';
import { openSocket, readAnswer } from '../support/raw-http.js';
import { startApp } from '../support/start-app.js';
import { eventually } from '../support/store-adapters.js';

const BODY = '{"phone":"9876543210"}';
const QUESTION = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n';
const HEAD = `POST /auth/otp/request HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n`;

jest.setTimeout(90_000);

/** Asks on a connection that stays open, and reads what comes first, which is the whole of so short an answer. */
async function ask(socket: Socket): Promise<string> {
  socket.write(QUESTION);
  const [bytes] = await once(socket, 'data');
  return String(bytes);
}

describe('a server that closes', () => {
  it('still answers a request on each connection that is open, used before or not, and then hangs up', async () => {
    const app = await startApp({ env: { DRAIN_SECONDS: '30' } });
    const url = await app.app.getUrl();
    const fresh = await openSocket(url);
    const used = await openSocket(url);
    // It answers only once it has noticed the connections before.
    expect(await ask(used)).toMatch(/^HTTP\/1.1 200 [^]+\r\nconnection: keep-alive\r\n/i);
    const stopped = app.stop();
    await eventually(() => Promise.resolve(!app.app.getHttpServer().listening));
    for (const socket of [fresh, used]) {
      expect(await ask(socket)).toMatch(/^HTTP\/1.1 200 [^]+\r\nconnection: close\r\n/i);
      await once(socket.resume(), 'close');
    }
    await expect(fetch(url)).rejects.toThrow();
    await stopped;
  });
});

describe('a program', () => {
  let cwd: string;
  const programs: Program[] = [];

  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'carqr-program-'));
  });

  afterEach(async () => {
    for (const program of programs.splice(0)) {
      program.process.kill('SIGKILL');
      await program.ended;
    }
    await rm(cwd, { recursive: true, force: true });
  });

  const run = async (env: Record<string, string> = {}) => {
    const program = await startApi({ cwd, env });
    programs.push(program);
    return { ...program, api: new ApiClient(program.url) };
  };

  it('that is told to stop asks to be left alone, finishes what it has begun, hangs up on idlers and exits with 0', async () => {
    const { process, url, api, ended } = await run({ DRAIN_SECONDS: '1' });
    const begun = await openSocket(url);
    begun.write(HEAD + BODY.slice(0, 5));
    const kept = await openSocket(url);
    kept.write(QUESTION);
    expect((await readAnswer(kept)).status).toBe(200);
    const silent = await openSocket(url);
    expect((await api.get('/health/ready')).status).toBe(200);

    process.kill('SIGTERM');
    await eventually(async () => (await api.get('/health/ready')).status === 503);
    expectFailure(await api.get('/health/ready'), 503, 'SERVICE_UNAVAILABLE');
    expect((await api.get('/app-config')).status).toBe(200);
    await once(silent.resume(), 'close');
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();

    begun.write(BODY.slice(5));
    const answer = await readAnswer(begun);
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
    // The last lines are written before the end.
    expect(
      (await ended).stdout
        .trimEnd()
        .split('\n')
        .slice(-2)
        .map((line) => JSON.parse(line)),
    ).toEqual([
      expect.objectContaining({ route: '/auth/otp/request', status: 200 }),
      expect.objectContaining({ msg: 'stopped' }),
    ]);
  });

  it('that is killed has kept all that it acknowledged, sign-ins included, when it starts again', async () => {
    const first = await run();
    const { body: sent } = await first.api.post('/auth/otp/request', { phone: '9876543210' });
    const { body: outbox } = await first.api.get('/dev/outbox?to=9876543210');
    const otp = /\d{6}/.exec(outbox.messages[0].text)?.[0];
    const code = { phone: '9876543210', otp, sessionId: sent.sessionId };
    const { body: signedIn } = await first.api.post('/auth/otp/verify', code);
    const car = { carNumber: 'KA01AB1234', carModel: 'Tata Nexon' };
    const saved = await first.api.as({ token: signedIn.token }).post('/cars', car);
    first.process.kill('SIGKILL');
    expect(saved.status).toBe(201);
    await first.ended;

    const second = await run();
    const owner = second.api.as({ token: signedIn.token });
    expect((await owner.get('/cars/me')).body).toEqual(saved.body);
    expect((await second.api.get(`/cars/qr/${saved.body.car.qrCode}`)).body.car.id).toBe(saved.body.car.id);

    second.process.kill('SIGINT');
    expect(await second.ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('of the worker works until it is told to stop', async () => {
    const worker = startProgram({ cwd, main: 'apps/worker/src/main.ts', env: { DATABASE_URL: 'sqlite:./worker.db' } });
    programs.push(worker);
    await waitForOutput(worker, /"msg":"working"/);
    worker.process.kill('SIGTERM');
    expect(await worker.ended).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('"msg":"stopped"'),
    });
  });
});
