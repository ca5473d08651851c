import { METHODS } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { expectFailure } from '../support/failures.js';
import { openSocket, readAnswer, sendRaw } from '../support/raw-http.js';
import { type TestApp, startApp } from '../support/start-app.js';

const HOST = 'Host: carqr.test\r\n';
const CODE_REQUEST = '{"phone":"9876543210"}';

describe('a request', () => {
  let app: TestApp;
  let url: string;

  beforeAll(async () => {
    app = await startApp();
    url = app.api.url;
  });

  afterAll(() => app.stop());

  afterEach(async () => {
    // Whatever came before, the next caller is served.
    expect((await app.api.get('/health/ready')).status).toBe(200);
  });

  describe('to nowhere is NOT_FOUND:', () => {
    it.each([
      '/nope',
      '/api/v1',
      '/api/v1/',
      '/',
      '//users/me',
      '/api/v1//users/me',
      '/api/v1/api/v1/users/me',
      '/USERS/ME',
      '/users/me/../me/x',
      '/cars/a/b/c/d',
      '/.env',
      '/dev',
      '/index.html',
      '/api/v2/users/me',
    ])('GET %s', async (path) => {
      expectFailure(await sendRaw(url, `GET ${path} HTTP/1.1\r\n${HOST}\r\n`), 404, 'NOT_FOUND');
    });

    // CONNECT asks for a tunnel and QUERY for a content type; HEAD is GET without its body.
    const others = METHODS.filter((method) => !['GET', 'HEAD', 'PATCH', 'DELETE', 'CONNECT', 'QUERY'].includes(method));

    it.each(others)('%s of a path that knows other methods', async (method) => {
      expectFailure(
        await sendRaw(url, `${method} /users/me HTTP/1.1\r\n${HOST}Content-Length: 0\r\n\r\n`),
        404,
        'NOT_FOUND',
      );
    });

    it('HEAD, without a body', async () => {
      const response = await fetch(`${url}/nope`, { method: 'HEAD' });
      expect([response.status, await response.text()]).toEqual([404, '']);
    });
  });

  it('of HEAD is answered like GET, without the body', async () => {
    const response = await fetch(`${url}/api/v1/app-config`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  describe('whose target is no path has the headers of every answer:', () => {
    it.each([
      ['OPTIONS *', 404, 'NOT_FOUND'],
      ['OPTIONS *?x', 404, 'NOT_FOUND'],
      ['GET *', 404, 'NOT_FOUND'],
      ['GET http://carqr.test', 404, 'NOT_FOUND'],
      ['OPTIONS http://carqr.test', 404, 'NOT_FOUND'],
      ['GET http://carqr.test/users/me', 401, 'UNAUTHORIZED'],
      ['GET HTTPS://carqr.test:8443/api/v1/users/me?x', 401, 'UNAUTHORIZED'],
    ])('%s', async (line, status, code) => {
      const answer = await sendRaw(url, `${line} HTTP/1.1\r\n${HOST}\r\n`);
      expectFailure(answer, status, code);
      expect(answer.headers.get('x-request-id')).toBe(answer.body.requestId);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(answer.headers.get('strict-transport-security')).toContain('max-age=');
    });
  });

  it.each(['QUERY', 'CONNECT'])('of %s is refused', async (method) => {
    const socket = await openSocket(url);
    socket.write(`${method} /users/me HTTP/1.1\r\n${HOST}\r\n`);
    const answer = await readAnswer(socket).catch(() => undefined);
    socket.destroy();
    if (answer) expectFailure(answer, 400, 'INVALID_REQUEST');
  });

  describe('with a bad path is INVALID_REQUEST:', () => {
    it.each(['/%', '/%zz', '/cars/%E0%A4%A', '/cars/qr/%ff', '/api/v1/cars/qr/%c0%af', `/cars/qr/${'A'.repeat(2000)}`])(
      '%.40s',
      async (path) => {
        expectFailure(await sendRaw(url, `GET ${path} HTTP/1.1\r\n${HOST}\r\n`), 400, 'INVALID_REQUEST');
      },
    );
  });

  it.each(['%00', 'a%00b', '%ED%A0%80', '..%2f..%2fetc%2fpasswd', '%27%20OR%201=1', '%F0%9F%98%80', '%2B919876543210'])(
    'for a code such as %s is answered with a refusal',
    async (code) => {
      const answer = await sendRaw(url, `GET /cars/qr/${code} HTTP/1.1\r\n${HOST}\r\n`);
      expect(answer.status).toBeLessThan(500);
      expectFailure(answer, answer.status, answer.status === 404 ? 'QR_NOT_FOUND' : 'INVALID_REQUEST');
    },
  );

  describe('that is no HTTP is INVALID_REQUEST:', () => {
    it.each([
      ['an unknown method', `BREW /pot HTTP/1.1\r\n${HOST}\r\n`, 400],
      ['another protocol', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u0003\u0003', 400],
      ['a header without a name', `GET / HTTP/1.1\r\n${HOST}: x\r\n\r\n`, 400],
      ['a header with a line break in its name', `GET / HTTP/1.1\r\n${HOST}a\nb: x\r\n\r\n`, 400],
      ['a content length that is no number', `POST /cars HTTP/1.1\r\n${HOST}Content-Length: many\r\n\r\n`, 400],
      ['two content lengths', `POST /cars HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}`, 400],
      [
        'both a length and chunks',
        `POST /cars HTTP/1.1\r\n${HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
        400,
      ],
      [
        'a chunk whose size is no number',
        `POST /cars HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
        400,
      ],
      ['20 kB of headers', `GET / HTTP/1.1\r\n${HOST}X-Much: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
      ['a URL of 20 kB', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`, 431],
    ])('%s', async (_, text, status) => {
      expectFailure(await sendRaw(url, text), status, 'INVALID_REQUEST');
    });
  });

  it('without a host is refused', async () => {
    expectFailure(await sendRaw(url, 'GET /health/live HTTP/1.1\r\n\r\n'), 400, 'INVALID_REQUEST');
  });

  it.each([
    'Expect: a-miracle',
    'Connection: Upgrade\r\nUpgrade: websocket',
    'Accept: application/xml',
    'Range: bytes=9-1',
  ])('with a header that asks for what there is not is answered as usual: %j', async (header) => {
    const answer = await sendRaw(url, `GET /users/me HTTP/1.1\r\n${HOST}${header}\r\n\r\n`);
    expectFailure(answer, 401, 'UNAUTHORIZED');
  });

  it('whose body comes piece by piece is answered', async () => {
    const socket = await openSocket(url);
    socket.write(
      `POST /auth/otp/request HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: ${CODE_REQUEST.length}\r\n\r\n`,
    );
    for (const letter of CODE_REQUEST) {
      socket.write(letter);
      await delay(1);
    }
    expect((await readAnswer(socket)).status).toBe(200);
    socket.destroy();
  });

  it('that is broken off in the middle of its body stores nothing and does not count as an outage', async () => {
    const socket = await openSocket(url);
    socket.write(
      `POST /auth/otp/request HTTP/1.1\r\n${HOST}X-Request-Id: broken-off\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"ph`,
    );
    await delay(20);
    socket.resetAndDestroy();
    await waitForLine('broken-off');
    expect(app.logs.filter((line) => line.includes('broken-off')).map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 'info', msg: 'request aborted', route: '/auth/otp/request' }),
    ]);
  });

  it('whose body is shorter than it says waits for the rest, and takes what follows for the body', async () => {
    const lie = `POST /auth/otp/request HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: ${CODE_REQUEST.length + 4}\r\n\r\n${CODE_REQUEST}`;
    expectFailure(await sendRaw(url, lie, 'GET /'), 400, 'INVALID_REQUEST');
  });

  it('whose body is longer than it says is cut, and the rest is no second request', async () => {
    const head = `POST /auth/otp/request HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;
    expectFailure(await sendRaw(url, `${head}Content-Length: 5\r\n\r\n${CODE_REQUEST}`), 400, 'INVALID_REQUEST');
  });

  async function waitForLine(text: string): Promise<void> {
    for (let tries = 0; tries < 200 && !app.logs.some((line) => line.includes(text)); tries += 1) await delay(10);
  }
});
