import { createHash } from 'node:crypto';
import { newId } from '@app/database';
import { StickerRenderer, type StickerFormat } from '@app/stickers';
import { FileStorage } from '@app/storage';
import { rasterise } from '../../libs/stickers/src/check/rasterise.js';
import { readSymbols } from '../../libs/stickers/src/check/read-symbol.js';
import { type Owner, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('what the symbol of a sticker says', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  /** What a scanner reads in the downloaded file. */
  const readFile = async ({ id, format }: { id: string; format: StickerFormat }): Promise<string[]> => {
    const file = await fetch(`${app.api.url}/api/v1/qr/${id}/download`);
    const raster = await rasterise(Buffer.from(await file.arrayBuffer()), format, 900);
    return (await readSymbols(raster)).map(({ text }) => text);
  };

  /** A sticker as release 1.0 made and stored it. */
  const storeOldSticker = async (owner: Owner): Promise<string> => {
    const code = owner.car.qrCode;
    const look = { size: '3x3', format: 'svg', template: 'modern', label: null } as const;
    const spec = { ...look, code, value: `HTTPS://CARQR.TEST/S/${code}` };
    const { bytes, mediaType, printCheck } = await app.app.get(StickerRenderer).render(spec, owner.id);
    const [id, fileKey] = [newId(), `stickers/${owner.car.id}/${newId()}.svg`];
    await app.app.get(FileStorage).put(fileKey, bytes, { contentType: mediaType, contentDisposition: 'inline' });
    const [{ codeId }] = await app.dataSource.query('SELECT id AS codeId FROM qr_codes WHERE code = ?', [code]);
    const hash = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
    const row = {
      ...{ id, codeId, size: '3x3', format: 'svg', template: 'modern', fileKey, byteLength: bytes.length },
      contentHash: hash(bytes),
      printCheck: JSON.stringify(printCheck),
      requestKey: hash(JSON.stringify([2, code, '3x3', 'svg', 'modern', null])),
      createdAt: app.clock.now(),
    };
    const columns = Object.keys(row);
    const marks = columns.map(() => '?').join(', ');
    const insert = `INSERT INTO qr_stickers (${columns.join(', ')}) VALUES (${marks})`;
    await app.dataSource.query(insert, Object.values(row));
    return id;
  };

  it.each(['pdf', 'svg', 'png'])('has only the code in capitals, and is read in the file (%s)', async (format) => {
    const { api, car } = await signInOwner(app);
    const { qr } = (await api.post('/qr/generate', { size: '3x3', format })).body;
    expect(qr.qrValue).toBe(`https://carqr.test/s/${car.qrCode}`);
    expect(await readFile(qr)).toEqual([qr.qrValue]);
  });

  it('stays what it was for a stored sticker in capitals, which no new request is answered with', async () => {
    const owner = await signInOwner(app);
    const id = await storeOldSticker(owner);
    const code = owner.car.qrCode;
    const old = (await owner.api.get(`/qr/${id}`)).body.qr;
    expect(old.qrValue).toBe(`HTTPS://CARQR.TEST/S/${code}`);
    expect(await readFile(old)).toEqual([old.qrValue]);
    const { qr } = (await owner.api.post('/qr/generate', { size: '3x3', format: 'svg' })).body;
    expect(qr).toMatchObject({ code, qrValue: `https://carqr.test/s/${code}` });
    expect(qr.id).not.toBe(id);
    expect(await readFile(qr)).toEqual([qr.qrValue]);
    const listed = (await owner.api.get('/qr')).body.codes.map(({ qrValue }: { qrValue: string }) => qrValue);
    expect(listed.sort()).toEqual([old.qrValue, qr.qrValue].sort());
    const rotated = (await owner.api.post(`/qr/${id}/rotate`)).body.qr;
    expect(rotated.qrValue).toBe(`https://carqr.test/s/${rotated.code}`);
    expect(await readFile(rotated)).toEqual([rotated.qrValue]);
  });

  it('stays what it was when the public URL changes, and is the new address in new stickers', async () => {
    const owner = await signInOwner(app);
    const request = { size: '3x3', format: 'svg' };
    const old = (await owner.api.post('/qr/generate', request)).body.qr;
    const moved = await startApp({ besides: app, env: { PUBLIC_URL: 'https://Example.org/carQR/' } });
    try {
      const api = moved.api.as({ token: owner.token });
      expect((await api.get(`/qr/${old.id}`)).body.qr.qrValue).toBe(old.qrValue);
      const { qr } = (await api.post('/qr/generate', request)).body;
      expect(qr.qrValue).toBe(`https://example.org/carQR/s/${owner.car.qrCode}`);
      expect(await readFile(qr)).toEqual([qr.qrValue]);
    } finally {
      await moved.stop();
    }
  });

  it('leads to the car in any case, as it was printed before and is now', async () => {
    const { car } = await signInOwner(app);
    const scanner = app.api.fromNewAddress();
    const code = car.qrCode;
    for (const value of [`https://carqr.test/s/${code}`, `HTTPS://CARQR.TEST/S/${code}`]) {
      for (const spelling of [value, value.toLowerCase(), value.toUpperCase()]) {
        const page = await scanner.get(new URL(spelling).pathname);
        expect(page).toMatchObject({ status: 200, text: expect.stringContaining('KA01AB1234') });
        const looked = await scanner.get(`/cars/qr/${encodeURIComponent(spelling)}`);
        expect(looked.body.car.id).toBe(car.id);
      }
    }
  });
});
