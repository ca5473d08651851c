import { readdir } from 'node:fs/promises';
import { CarsService } from '@app/cars';
import { RendererBusyError, StickerRenderer } from '@app/stickers';
import { FileStorage } from '@app/storage';
import { expectFailure } from '../support/failures.js';
import { signIn, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const SIZES = ['3x3', '4x4'];
const FORMATS = ['pdf', 'svg', 'png'];
const MEDIA_TYPES: Record<string, string> = {
  pdf: 'application/pdf',
  svg: 'image/svg+xml; charset=utf-8',
  png: 'image/png',
};

describe('stickers', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  /** The path of a download URL, which points to the public address. */
  const pathOf = (url: string): string => new URL(url).pathname;

  describe('making one', () => {
    it.each(SIZES.flatMap((size) => FORMATS.map((format) => ({ size, format }))))(
      'makes $size as $format for the car, and serves its file',
      async ({ size, format }) => {
        const owner = await signInOwner(app);
        const { status, body } = await owner.api.post('/api/v1/qr/generate', { size, format });
        expect(status).toBe(201);
        expect(body).toEqual({
          success: true,
          qr: {
            id: expect.any(String),
            carId: owner.car.id,
            code: owner.car.qrCode,
            qrValue: `https://carqr.test/s/${owner.car.qrCode}`,
            size,
            format,
            template: 'modern',
            downloadUrl: `https://carqr.test/api/v1/qr/${body.qr.id}/download`,
            active: true,
            printCheck: {
              version: expect.any(Number),
              errorCorrection: expect.stringMatching(/^[LMQH]$/),
              moduleMm: expect.any(Number),
              quietZoneModules: 4,
              maxScanDistanceM: expect.any(Number),
              decoded: true,
            },
            createdAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
          },
        });
        const file = await app.api.get(pathOf(body.qr.downloadUrl));
        expect(file.status).toBe(200);
        expect(file.headers.get('content-type')).toBe(MEDIA_TYPES[format]);
        expect(file.headers.get('content-disposition')).toContain(`${owner.car.qrCode}-${size}.${format}`);
      },
    );

    it('answers the same request with the same sticker, at the same moment too', async () => {
      const { api } = await signInOwner(app);
      const request = { size: '3x3', format: 'svg', template: 'classic', label: 'Flat B-204' };
      const answers = await Promise.all(Array.from({ length: 5 }, () => api.post('/qr/generate', request)));
      answers.push(await api.post('/qr/generate', request));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
      expect(new Set(answers.map(({ body }) => body.qr.id)).size).toBe(1);
    });

    it('gives a placement a code of its own, the same one for all its stickers', async () => {
      const { api, car } = await signInOwner(app);
      const requests = ['svg', 'pdf'].map((format) => ({ size: '3x3', format, placement: 'rear window' }));
      const [first, second] = await Promise.all(requests.map((request) => api.post('/qr/generate', request)));
      expect(first!.body.qr.code).toBe(second!.body.qr.code);
      expect(first!.body.qr.code).not.toBe(car.qrCode);
      const looked = await app.api.fromNewAddress().get(`/cars/qr/${first!.body.qr.code}`);
      expect(looked.body.car.id).toBe(car.id);
    });

    it('refuses a label that no font can print, and makes nothing', async () => {
      const { api } = await signInOwner(app);
      const refused = await api.post('/qr/generate', { size: '3x3', format: 'svg', label: 'ꯃꯤꯇꯩ' });
      expect(refused).toMatchObject({
        status: 422,
        body: { code: 'VALIDATION_FAILED', details: [{ field: 'label' }] },
      });
      expect((await api.get('/qr')).body.codes).toEqual([]);
    });

    it.each([
      ['an unknown size', { size: '5x5', format: 'pdf' }],
      ['an unknown format', { size: '3x3', format: 'gif' }],
      ['an unknown template', { size: '3x3', format: 'pdf', template: 'baroque' }],
      ['too long a label', { size: '3x3', format: 'pdf', label: 'x'.repeat(61) }],
      ['too long a placement', { size: '3x3', format: 'pdf', placement: 'x'.repeat(41) }],
    ])('refuses %s', async (_what, request) => {
      const { api } = await signInOwner(app);
      expect(await api.post('/qr/generate', request)).toMatchObject({
        status: 422,
        body: { code: 'VALIDATION_FAILED' },
      });
    });

    it('refuses somebody without a car, and another owner’s car, alike', async () => {
      const other = await signInOwner(app);
      const { api } = await signIn(app);
      const request = { size: '3x3', format: 'svg' };
      for (const body of [request, { ...request, carId: other.car.id }]) {
        expect(await api.post('/qr/generate', body)).toMatchObject({ status: 404, body: { code: 'CAR_NOT_FOUND' } });
      }
    });

    it('counts the renders of an owner together, and says when to come back while there is no room', async () => {
      const owner = await signInOwner(app);
      const renderer = app.app.get(StickerRenderer);
      const render = jest.spyOn(renderer, 'render').mockRejectedValueOnce(new RendererBusyError(2));
      const refused = await owner.api.post('/qr/generate', { size: '3x3', format: 'svg' });
      expect(refused).toMatchObject({ status: 503, body: { code: 'SERVICE_UNAVAILABLE', retryAfter: 2 } });
      expect(refused.headers.get('retry-after')).toBe('2');
      const made = await owner.api.post('/qr/generate', { size: '3x3', format: 'svg' });
      expect((await owner.api.post(`/qr/${made.body.qr.id}/rotate`)).status).toBe(201);
      expect(render.mock.calls.map(([, requester]) => requester)).toEqual(Array(3).fill(owner.id));
      render.mockRestore();
    });

    it('leaves neither row nor file behind when the file cannot be stored', async () => {
      const { api } = await signInOwner(app);
      const storage = app.app.get(FileStorage);
      const put = jest.spyOn(storage, 'put').mockRejectedValueOnce(new Error('disk full'));
      const failed = await api.post('/qr/generate', { size: '3x3', format: 'svg' });
      put.mockRestore();
      expect(failed.status).toBeGreaterThanOrEqual(500);
      expect((await api.get('/qr')).body).toMatchObject({ codes: [], pagination: { total: 0 } });
      expect((await api.post('/qr/generate', { size: '3x3', format: 'svg' })).status).toBe(201);
    });
  });

  describe('downloading', () => {
    const make = async () => {
      const { api } = await signInOwner(app);
      const { body } = await api.post('/qr/generate', { size: '3x3', format: 'svg' });
      return pathOf(body.qr.downloadUrl);
    };

    it('lets browsers keep the file for a year but no shared cache, and answers 304 to whoever has it', async () => {
      const path = await make();
      const file = await app.api.get(path);
      const etag = file.headers.get('etag')!;
      expect(file.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
      expect(file.headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; sandbox",
      );
      const again = await app.api.as({ headers: { 'if-none-match': `"other", W/${etag}` } }).get(path);
      expect(again).toMatchObject({ status: 304, text: '' });
    });

    it('answers HEAD with the headers of GET and no body', async () => {
      const path = await make();
      const [head, get] = [await app.api.send('HEAD', path), await app.api.get(path)];
      expect(head).toMatchObject({ status: 200, text: '' });
      for (const name of ['etag', 'content-length', 'content-type']) {
        expect(head.headers.get(name)).toBe(get.headers.get(name));
      }
      // A range is a matter of GET alone.
      const part = await app.api.as({ headers: { range: 'bytes=0-9' } }).send('HEAD', path);
      expect(part).toMatchObject({ status: 200, text: '' });
      expect(part.headers.get('content-length')).toBe(get.headers.get('content-length'));
    });

    it.each([
      ['bytes=0-9', 206, (text: string) => text.slice(0, 10)],
      ['bytes=-5', 206, (text: string) => text.slice(-5)],
      ['bytes=10-', 206, (text: string) => text.slice(10)],
      ['lines=1-2', 200, (text: string) => text],
    ])('answers the range %p with %i', async (range, status, part) => {
      const path = await make();
      const { text } = await app.api.get(path);
      const answer = await app.api.as({ headers: { range } }).get(path);
      expect({ status: answer.status, text: answer.text }).toEqual({ status, text: part(text) });
    });

    it('answers a range past the end with a failure that says how long the file is', async () => {
      const path = await make();
      const { headers } = await app.api.get(path);
      const answer = await app.api.as({ headers: { range: 'bytes=99999999-' } }).get(path);
      expectFailure(answer, 416, 'INVALID_REQUEST');
      expect(answer.headers.get('content-range')).toBe(`bytes */${headers.get('content-length')}`);
      expect(answer.headers.get('etag')).toBeNull();
    });

    it('answers 404 for a sticker that does not exist', async () => {
      for (const path of ['/qr/nope', '/qr/nope/download']) {
        expect(await app.api.get(path)).toMatchObject({ status: 404, body: { code: 'QR_NOT_FOUND' } });
      }
    });
  });

  describe('withdrawing', () => {
    const lookUp = (code: string) => app.api.fromNewAddress().get(`/cars/qr/${code}`);

    it('stops a withdrawn code from resolving at once, and lets it resolve again', async () => {
      const { api, car } = await signInOwner(app);
      const { body } = await api.post('/qr/generate', { size: '3x3', format: 'svg' });
      expect((await lookUp(car.qrCode)).status).toBe(200);
      const withdrawn = await api.patch(`/qr/${body.qr.id}`, { active: false });
      expect(withdrawn).toMatchObject({ status: 200, body: { qr: { active: false } } });
      expect(await lookUp(car.qrCode)).toMatchObject({ status: 404, body: { code: 'QR_NOT_FOUND' } });
      expect((await app.api.get(`/S/${car.qrCode}`)).status).toBe(404);
      await api.patch(`/qr/${body.qr.id}`, { active: true });
      expect((await lookUp(car.qrCode)).status).toBe(200);
    });

    it('rotates the code of a sticker: the old one stops, the new one is the car’s', async () => {
      const { api, car } = await signInOwner(app);
      const made = await api.post('/qr/generate', { size: '4x4', format: 'svg', template: 'minimal', label: 'Hello' });
      await lookUp(car.qrCode);
      const rotated = await api.post(`/qr/${made.body.qr.id}/rotate`);
      expect(rotated.status).toBe(201);
      const { code, ...look } = rotated.body.qr;
      expect(look).toMatchObject({ size: '4x4', format: 'svg', template: 'minimal', active: true });
      expect((await lookUp(car.qrCode)).status).toBe(404);
      expect((await lookUp(code)).body.car.id).toBe(car.id);
      expect((await api.get('/cars/me')).body.car.qrCode).toBe(code);
      expect((await api.get(`/qr/${made.body.qr.id}`)).body.qr.active).toBe(false);
    });

    it.each([undefined, 'rear window'])(
      'leaves one code resolving when rotated thrice at once (placement %p)',
      async (placement) => {
        const { api, car } = await signInOwner(app);
        const { body } = await api.post('/qr/generate', { size: '3x3', format: 'svg', placement });
        const rotated = await Promise.all([1, 2, 3].map(() => api.post(`/qr/${body.qr.id}/rotate`)));
        expect(rotated.map(({ status }) => status)).toEqual([201, 201, 201]);
        const codes = rotated.map((answer) => answer.body.qr.code as string);
        const found = await Promise.all(codes.map(async (code) => (await lookUp(code)).status));
        expect(found.sort()).toEqual([200, 404, 404]);
        expect((await lookUp(body.qr.code)).status).toBe(404);
        expect((await lookUp(car.qrCode)).status).toBe(placement ? 200 : 404);
      },
    );

    it('never lets a code resolve again that was replaced, withdrawn before or not', async () => {
      const { api, car } = await signInOwner(app);
      const first = (await api.post('/qr/generate', { size: '3x3', format: 'svg' })).body.qr;
      await api.patch(`/qr/${first.id}`, { active: false });
      const second = (await api.post('/qr/generate', { size: '3x3', format: 'svg' })).body.qr;
      const third = (await api.post(`/qr/${second.id}/rotate`)).body.qr;
      for (const { id, code } of [first, second]) {
        expect(await api.patch(`/qr/${id}`, { active: true })).toMatchObject({
          status: 422,
          body: { code: 'VALIDATION_FAILED', details: [{ field: 'active' }] },
        });
        expect(await api.patch(`/qr/${id}`, { active: false })).toMatchObject({ status: 200 });
        expect((await lookUp(code)).status).toBe(404);
      }
      expect((await lookUp(third.code)).body.car.id).toBe(car.id);
    });

    it('never lets a code resolve again whose owner asks while it is being replaced', async () => {
      const { api, car } = await signInOwner(app);
      const { body } = await api.post('/qr/generate', { size: '3x3', format: 'svg' });
      // The old code is withdrawn at this point, and the rotation not committed.
      let revived: ReturnType<typeof api.patch> | undefined;
      const cars = app.app.get(CarsService);
      const setCurrentCode = jest.spyOn(cars, 'setCurrentCode').mockImplementationOnce((...change) => {
        revived = api.patch(`/qr/${body.qr.id}`, { active: true });
        return CarsService.prototype.setCurrentCode.apply(cars, change);
      });
      const rotated = await api.post(`/qr/${body.qr.id}/rotate`);
      setCurrentCode.mockRestore();
      expect(rotated.status).toBe(201);
      expect(await revived).toMatchObject({ status: 422 });
      expect((await lookUp(car.qrCode)).status).toBe(404);
      expect((await lookUp(rotated.body.qr.code)).status).toBe(200);
    });

    it('is not found by the id of a car whose codes are all withdrawn', async () => {
      const { api, car } = await signInOwner(app);
      const { body } = await api.post('/qr/generate', { size: '3x3', format: 'svg' });
      await api.patch(`/qr/${body.qr.id}`, { active: false });
      expect(await lookUp(car.id)).toMatchObject({ status: 404, body: { code: 'QR_NOT_FOUND' } });
      const form = { carId: car.id, scannerPhone: '9812345678', scannerEmail: 'ravi@example.com' };
      const left = await app.api.fromNewAddress().post('/scans', form);
      expect(left).toMatchObject({ status: 404, body: { code: 'CAR_NOT_FOUND' } });
    });

    it('makes new stickers with a code that resolves after the car’s code was withdrawn', async () => {
      const { api, car } = await signInOwner(app);
      const old = await api.post('/qr/generate', { size: '3x3', format: 'svg' });
      await api.patch(`/qr/${old.body.qr.id}`, { active: false });
      const { body } = await api.post('/qr/generate', { size: '3x3', format: 'svg' });
      expect(body.qr).toMatchObject({ active: true, carId: car.id });
      expect((await lookUp(body.qr.code)).status).toBe(200);
      expect((await api.get('/cars/me')).body.car.qrCode).toBe(body.qr.code);
      expect((await lookUp(car.qrCode)).status).toBe(404);
    });

    it('keeps the car’s code when a placement’s is rotated', async () => {
      const { api, car } = await signInOwner(app);
      const made = await api.post('/qr/generate', { size: '3x3', format: 'svg', placement: 'rear' });
      const rotated = await api.post(`/qr/${made.body.qr.id}/rotate`);
      const again = await api.post('/qr/generate', { size: '3x3', format: 'svg', placement: 'rear' });
      expect(again.body.qr.code).toBe(rotated.body.qr.code);
      expect((await api.get('/cars/me')).body.car.qrCode).toBe(car.qrCode);
    });

    it('answers 404 for another owner’s sticker and changes nothing', async () => {
      const owner = await signInOwner(app);
      const stranger = await signInOwner(app);
      const { body } = await owner.api.post('/qr/generate', { size: '3x3', format: 'svg' });
      const attempts = [
        await stranger.api.patch(`/qr/${body.qr.id}`, { active: false }),
        await stranger.api.post(`/qr/${body.qr.id}/rotate`),
      ];
      for (const attempt of attempts) expect(attempt).toMatchObject({ status: 404, body: { code: 'QR_NOT_FOUND' } });
      expect((await lookUp(owner.car.qrCode)).status).toBe(200);
    });
  });

  it('leads every way of scanning to the same car', async () => {
    const { api, car } = await signInOwner(app);
    const { body } = await api.post('/qr/generate', { size: '3x3', format: 'svg' });
    const scanner = app.api.fromNewAddress();
    const raw = encodeURIComponent(body.qr.qrValue);
    const typed = `${car.qrCode.slice(0, 5)}-${car.qrCode.slice(5)}`.toLowerCase();
    for (const code of [raw, typed, car.qrCode])
      expect((await scanner.get(`/cars/qr/${code}`)).body.car.id).toBe(car.id);
    const camera = await scanner.get(new URL(body.qr.qrValue).pathname);
    expect(camera.text).toContain('KA01AB1234');
  });

  it('lists the caller’s stickers, newest first, page by page', async () => {
    const { api } = await signInOwner(app);
    const made: string[] = [];
    for (const template of ['modern', 'classic', 'minimal']) {
      app.clock.advance({ seconds: 1 });
      made.unshift((await api.post('/qr/generate', { size: '3x3', format: 'svg', template })).body.qr.id);
    }
    const first = (await api.get('/qr?limit=2')).body;
    const second = (await api.get(`/qr?limit=2&cursor=${first.pagination.nextCursor}`)).body;
    expect([...first.codes, ...second.codes].map(({ id }: { id: string }) => id)).toEqual(made);
    expect(second.pagination).toMatchObject({ total: 3, nextCursor: null });
  });

  it('removes the files of a deleted car', async () => {
    const { api, car } = await signInOwner(app);
    const { body } = await api.post('/qr/generate', { size: '3x3', format: 'svg', label: 'Flat B-204' });
    const storage = app.settings.storage as { path: string };
    const files = () => readdir(`${storage.path}/stickers/${car.id}`).catch(() => []);
    expect(await files()).toHaveLength(1);
    await api.delete(`/cars/${car.id}`);
    expect((await app.api.get(pathOf(body.qr.downloadUrl))).status).toBe(404);
    while ((await files()).length > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await files()).toEqual([]);
  });
});
