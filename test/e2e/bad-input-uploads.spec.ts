import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import type { Answer } from '../support/api-client.js';
import { expectFailure } from '../support/failures.js';
import { openSocket, parseAnswer, readAnswer } from '../support/raw-http.js';
import { type TestApp, startApp } from '../support/start-app.js';

const HEAD = 'POST /cars HTTP/1.1\r\nHost: carqr.test\r\n';
const JSON_TYPE = 'Content-Type: application/json\r\n';
const MEGABYTE = 1024 * 1024;
const PIECE = Buffer.alloc(64 * 1024, '{');
const CHUNK = Buffer.concat([Buffer.from(`${PIECE.length.toString(16)}\r\n`), PIECE, Buffer.from('\r\n')]);

describe('a body that nobody wants', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  /** Sends everything before it looks at the response, as many clients do. */
  async function upload(head: string, pieces: readonly Buffer[], last = ''): Promise<Answer | undefined> {
    const socket = await openSocket(app.api.url);
    let failure: Error | undefined;
    socket.on('error', (error) => (failure = error));
    socket.pause();
    socket.write(head);
    for (const piece of pieces) {
      if (!socket.write(piece)) await once(socket, 'drain');
    }
    if (last !== '') socket.write(last);
    const received: Buffer[] = [];
    for await (const bytes of socket) received.push(bytes as Buffer);
    if (failure) throw failure;
    return parseAnswer(Buffer.concat(received));
  }

  const ofSize = (bytes: number): Buffer[] => Array.from({ length: bytes / PIECE.length }, () => PIECE);

  it('of 10 MB is refused so that the client can read why, every time', async () => {
    for (let round = 0; round < 6; round += 1) {
      const head = `${HEAD}${JSON_TYPE}Content-Length: ${10 * MEGABYTE}\r\n\r\n`;
      const answers = await Promise.all([1, 2].map(() => upload(head, ofSize(10 * MEGABYTE))));
      for (const answer of answers) {
        expectFailure(answer as Answer, 413, 'PAYLOAD_TOO_LARGE');
        expect(answer?.headers.get('connection')).toBe('close');
      }
    }
  });

  it('of 10 MB in chunks is refused so that the client can read why, every time', async () => {
    const chunks = ofSize(10 * MEGABYTE).map(() => CHUNK);
    for (let round = 0; round < 6; round += 1) {
      const answer = await upload(`${HEAD}${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\n`, chunks, '0\r\n\r\n');
      expectFailure(answer as Answer, 413, 'PAYLOAD_TOO_LARGE');
    }
  });

  it('of another type is refused so that a client can read why that wants the connection closed', async () => {
    const head = `${HEAD}Content-Type: image/png\r\nConnection: close\r\nContent-Length: ${10 * MEGABYTE}\r\n\r\n`;
    for (let round = 0; round < 6; round += 1) {
      expectFailure((await upload(head, ofSize(10 * MEGABYTE))) as Answer, 415, 'UNSUPPORTED_MEDIA_TYPE');
    }
  });

  it('of a gigabyte is refused at once', async () => {
    const socket = await openSocket(app.api.url);
    socket.write(`${HEAD}${JSON_TYPE}Content-Length: ${1024 * MEGABYTE}\r\n\r\n`);
    expectFailure(await readAnswer(socket), 413, 'PAYLOAD_TOO_LARGE');
    socket.destroy();
  });

  it('without an end is not read for ever', async () => {
    let sentBytes = 0;
    const endless = function* (): Generator<Buffer> {
      yield Buffer.from(`${HEAD}${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\n`);
      for (; ; sentBytes += CHUNK.length) yield CHUNK;
    };
    const socket = await openSocket(app.api.url);
    await expect(pipeline(endless, socket.resume())).rejects.toThrow();
    expect(sentBytes).toBeGreaterThan(10 * MEGABYTE);
    expect(sentBytes).toBeLessThan(64 * MEGABYTE);
  });

  it('that never comes is waited for no longer than a few seconds', async () => {
    const socket = await openSocket(app.api.url);
    const started = performance.now();
    socket.write(`${HEAD}${JSON_TYPE}Content-Length: ${10 * MEGABYTE}\r\n\r\n`);
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    expectFailure(parseAnswer(bytes) as Answer, 413, 'PAYLOAD_TOO_LARGE');
    expect(performance.now() - started).toBeLessThan(8000);
    socket.destroy();
  }, 15_000);

  it('that its client breaks off does no harm', async () => {
    const socket = await openSocket(app.api.url);
    socket.write(`${HEAD}${JSON_TYPE}X-Request-Id: broken-upload\r\nContent-Length: ${10 * MEGABYTE}\r\n\r\n`);
    socket.write(PIECE, () => socket.resetAndDestroy());
    await once(socket, 'close');
    expect((await app.api.get('/health/live')).status).toBe(200);
    const errors = app.logs.filter((line) => line.includes('broken-upload') && line.includes('"level":"error"'));
    expect(errors).toEqual([]);
  });

  it('has the 30 s that a whole request has, and Node looks every second whether they are over', async () => {
    const server = app.app.getHttpServer();
    expect([server.requestTimeout, server.headersTimeout]).toEqual([30_000, 30_000]);
    // What remains is to be seen in a shorter time.
    Object.assign(server, { requestTimeout: 1000, headersTimeout: 1000 });
    const started = performance.now();
    const slow = [HEAD, `${HEAD}${JSON_TYPE}Content-Length: 10\r\n\r\n{`].map(async (start) => {
      const socket = await openSocket(app.api.url);
      socket.write(start);
      expectFailure(await readAnswer(socket), 408, 'INVALID_REQUEST');
      socket.destroy();
    });
    await Promise.all(slow);
    expect(performance.now() - started).toBeGreaterThanOrEqual(1000);
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
