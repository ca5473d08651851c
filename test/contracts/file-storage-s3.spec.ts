import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { type FileStorage, isStorageUnavailable } from '@app/storage';
import { openStorage, s3Url, STORAGE_ADAPTERS, type TestStorage } from '../support/storage-adapters.js';
import { eventually } from '../support/store-adapters.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';

const KEY = 'stickers/0192/modern-3x3.svg';
const SVG = { contentType: 'image/svg+xml', contentDisposition: 'inline; filename="stored.svg"' };
const CONTENT = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
const CACHE_CONTROL = 'private, max-age=31536000, immutable';
const DAY_MS = 86_400_000;
/** Eight seconds for all attempts at a call, and what a busy machine adds. */
const LIMIT_MS = 10_000;

const s3 = STORAGE_ADAPTERS.find(({ name }) => name === 'S3')!;

const everyCall = (storage: FileStorage): Promise<unknown>[] => [
  storage.put(KEY, CONTENT, SVG),
  storage.read(KEY),
  storage.delete('another'),
];

/** Every call must fail, in time, and for the reason that the storage is unavailable. */
async function expectUnavailable(calls: readonly Promise<unknown>[], limitMs = LIMIT_MS): Promise<void> {
  const startMs = performance.now();
  const results = await Promise.allSettled(calls);
  expect(performance.now() - startMs).toBeLessThan(limitMs);
  const errors = results.map((result) => (result.status === 'rejected' ? (result.reason as unknown) : 'no error'));
  expect(errors.filter((error) => !isStorageUnavailable(error))).toEqual([]);
}

describe('The direct URL of a file in S3', () => {
  let opened: TestStorage;

  beforeEach(async () => {
    opened = await s3.open();
    await opened.storage.put(KEY, CONTENT, SVG);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await opened.close();
  });

  const urlOf = async (filename = 'carqr.svg'): Promise<string> =>
    (await opened.storage.directUrl(KEY, { filename })) ?? '';

  it('opens without a header, with its media type, its name, and leave for the browser alone to keep it for a year', async () => {
    const response = await fetch(await urlOf());
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(SVG.contentType);
    expect(response.headers.get('cache-control')).toBe(CACHE_CONTROL);
    expect(response.headers.get('content-disposition')).toBe('inline; filename="carqr.svg"');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(CONTENT);
  });

  it.each([
    ['a "quoted" name.svg', `filename="a _quoted_ name.svg"; filename*=UTF-8''a%20%22quoted%22%20name.svg`],
    ["owner's (1).svg", `filename="owner's (1).svg"`],
    ['स्टिकर 🚗.svg', /^filename="_+ _\.svg"; filename\*=UTF-8''%E0%A4%B8.*%F0%9F%9A%97\.svg$/],
    ['a\r\nset-cookie: b.svg', /^filename="a__set-cookie: b\.svg"; filename\*=UTF-8''a%0D%0A/],
  ])('saves the file as %j', async (filename, expected) => {
    const response = await fetch(await urlOf(filename));
    expect(response.status).toBe(200);
    const disposition = response.headers.get('content-disposition')!.replace(/^inline; /, '');
    expect(disposition).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
    await response.arrayBuffer();
  });

  it('works for a day at least, and stays the same for an hour, so that browsers keep the file', async () => {
    const hourMs = Date.UTC(2026, 5, 1, 12);
    const at = async (ms: number): Promise<string> => {
      jest.spyOn(Date, 'now').mockReturnValue(ms);
      return urlOf();
    };
    const lateMs = hourMs + 3_599_999;
    const late = new URL(await at(lateMs));
    expect(late.href).toBe(await at(hourMs));
    expect(late.href).not.toBe(await at(hourMs + 3_600_000));
    expect(late.searchParams.get('X-Amz-Date')).toBe('20260601T120000Z');
    const expiryMs = hourMs + 1000 * Number(late.searchParams.get('X-Amz-Expires'));
    expect(expiryMs - lateMs).toBeGreaterThanOrEqual(DAY_MS);
  });

  it("is the CDN's where there is one, and never expires", async () => {
    const { storage, close } = await openStorage(`${opened.url}&publicUrl=https://files.carqr.test/v1/`);
    expect(await storage.directUrl(KEY, { filename: 'carqr.svg' })).toBe(`https://files.carqr.test/v1/${KEY}`);
    await close();
  });
});

describe('An S3 server that is lost', () => {
  let opened: TestStorage;
  let proxy: TcpProxy;
  let storage: FileStorage;
  let close: () => Promise<void>;

  beforeEach(async () => {
    opened = await s3.open();
    proxy = await startTcpProxy(Number(/:(\d+)$/.exec(opened.url)?.[1]));
    ({ storage, close } = await openStorage(s3Url(proxy.port)));
    await storage.put(KEY, CONTENT, SVG);
  });
  afterEach(async () => {
    await close();
    await proxy.close();
    await opened.close();
  });

  const answers = async (): Promise<boolean> => {
    const file = await storage.read(KEY).catch(() => null);
    return file?.equals(CONTENT) ?? false;
  };

  it('fails every call soon while it is down, and serves again when it is back', async () => {
    proxy.cut();
    await expectUnavailable(everyCall(storage), 3000);
    proxy.restore();
    await eventually(answers);
  });

  it('fails every call within the time limit while it is silent, and serves again', async () => {
    proxy.hang();
    const { storage: quiet, close: closeQuiet } = await openStorage(s3Url(proxy.port));
    // One instance has more calls than sockets, the other one has time for every attempt.
    await expectUnavailable([...Array.from({ length: 20 }, () => everyCall(storage)).flat(), quiet.read(KEY)]);
    await closeQuiet();
    proxy.restore();
    await eventually(answers, { withinMs: 10_000 });
  });

  it('may come and go between two calls without their noticing', async () => {
    for (let i = 0; i < 5; i++) {
      proxy.cut();
      proxy.restore();
      expect(await answers()).toBe(true);
    }
  });

  it('does not hold up the shutdown', async () => {
    proxy.hang();
    const call = expectUnavailable([storage.read(KEY)]);
    const startMs = performance.now();
    await close();
    expect(performance.now() - startMs).toBeLessThan(1000);
    proxy.cut();
    await call;
  });
});

describe('An S3 server that answers badly', () => {
  let server: Server;
  let storage: FileStorage;
  let close: () => Promise<void>;
  let answer: RequestListener;

  beforeEach(async () => {
    server = createServer((request, response) => {
      request.resume();
      answer(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ storage, close } = await openStorage(s3Url((server.address() as AddressInfo).port)));
  });
  afterEach(async () => {
    await close();
    server.closeAllConnections();
    server.close();
  });

  const connections = (): Promise<number> => promisify(server.getConnections.bind(server))();
  const errorXml = (code: string): string => `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`;

  it.each([
    [500, errorXml('InternalError')],
    [503, errorXml('SlowDown')],
    [502, '<html><body><h1>Bad gateway<br></body></html>'],
    [503, ''],
    [429, 'slow down'],
    [403, errorXml('InvalidAccessKeyId')],
    [400, errorXml('ExpiredToken')],
    [404, errorXml('NoSuchBucket')],
    [301, errorXml('PermanentRedirect')],
  ])('is unavailable when it says %i %s', async (status, body) => {
    answer = (_, response) => response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
    await expectUnavailable(everyCall(storage));
  });

  it('is not blamed for a request that is wrong in itself', async () => {
    answer = (_, response) => response.writeHead(400).end(errorXml('InvalidArgument'));
    const results = await Promise.allSettled(everyCall(storage));
    const reasons = results.map((result) => result.status === 'rejected' && isStorageUnavailable(result.reason));
    expect(results.map(({ status }) => status)).toEqual(results.map(() => 'rejected'));
    expect(reasons).toEqual(results.map(() => false));
  });

  it('is tried again when it fails once', async () => {
    let count = 0;
    answer = (_, response) => response.writeHead(count++ === 0 ? 500 : 200).end(count === 1 ? '' : 'content');
    expect(String(await storage.read(KEY))).toBe('content');
  });

  it.each(['breaks off', 'falls silent'])('never passes half a file for a whole one when it %s', async (fault) => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('half a file');
      if (fault === 'breaks off') setImmediate(() => response.destroy());
    };
    await expectUnavailable([storage.read(KEY)]);
    // Nor does it keep the connection.
    await eventually(async () => (await connections()) === 0, { withinMs: 2000 });
  });

  it('gets every connection back when the program stops', async () => {
    answer = (_, response) => response.end('content');
    await storage.read(KEY);
    expect(await connections()).toBe(1);
    await close();
    await eventually(async () => (await connections()) === 0, { withinMs: 2000 });
  });
});
