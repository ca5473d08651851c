import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { newAddress } from '../support/api-client.js';
import { type Owner, signInOwner } from '../support/people.js';
import { getRaw } from '../support/raw-get.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('compression', () => {
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp();
    owner = await signInOwner(app);
    for (let n = 0; n < 10; n += 1) {
      const scan = { carId: owner.car.id, scannerPhone: `981234560${n}`, scannerEmail: 'ravi@example.com' };
      await app.api.fromNewAddress().post('/scans', { ...scan, notes: 'You are parked across my gate.' });
    }
  });
  afterAll(() => app.stop());

  const get = (path: string, encoding: string) =>
    getRaw(`${app.api.url}${path}`, {
      'accept-encoding': encoding,
      authorization: `Bearer ${owner.token}`,
      'x-forwarded-for': newAddress(),
    });
  const open = { br: brotliDecompressSync, gzip: gunzipSync };

  describe.each(['br', 'gzip'] as const)('with %s', (encoding) => {
    it.each([
      ['the page behind a sticker', () => `/S/${owner.car.qrCode}`],
      ['a list of scans', () => '/scans'],
      ['the scans of a car', () => `/cars/${owner.car.id}/scans`],
      ['the export of an account', () => '/users/me/export'],
      ['the OpenAPI document', () => '/openapi.json'],
      ['the same as YAML', () => '/openapi.yaml'],
    ])('makes %s smaller, and changes nothing else', async (_case, path) => {
      const plain = await get(path(), 'identity');
      const small = await get(path(), encoding);
      expect([plain.headers['content-encoding'], small.headers['content-encoding']]).toEqual([undefined, encoding]);
      expect(small.headers.vary).toMatch(/accept-encoding/i);
      expect(open[encoding](small.body).toString()).toBe(plain.body.toString());
      expect(small.body.length).toBeLessThan(plain.body.length / 2);
    });
  });

  it.each([
    ['a look-up', () => `/cars/qr/${owner.car.qrCode}`],
    ['a short list', () => '/scans?limit=1'],
    ['what an app asks for at its start', () => '/app-config'],
    ['the caller’s account', () => '/users/me'],
  ])('leaves %s alone', async (_case, path) => {
    const { status, headers } = await get(path(), 'br, gzip');
    expect([status, headers['content-encoding']]).toEqual([200, undefined]);
  });
});
