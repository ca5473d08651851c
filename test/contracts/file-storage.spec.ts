import { buffer } from 'node:stream/consumers';
import type { ByteRange, FileStorage } from '@app/storage';
import { openStorage, STORAGE_ADAPTERS, type TestStorage } from '../support/storage-adapters.js';

const KEY = 'stickers/0192/modern-3x3.pdf';
const PDF = { contentType: 'application/pdf' };
const MEGABYTE = 2 ** 20;

/** Bytes of every value, so that a text encoding anywhere on the way would show. */
const bytesOf = (length: number, seed = 0): Buffer =>
  Buffer.from(Array.from({ length }, (_, index) => (index * 31 + seed) % 256));
const everyByte = Buffer.from(Array.from({ length: 256 }, (_, value) => value));

const HOSTILE_KEYS = [
  '',
  '.',
  '..',
  '/',
  '/etc/passwd',
  '../secret',
  'stickers/../../secret',
  'stickers/..',
  'stickers/./a',
  'a..b',
  'stickers//a',
  'stickers/',
  '.unfinished/a',
  'stickers/.hidden',
  'Stickers/a',
  'a b',
  'a\0b',
  'a\nb',
  'a\n',
  'a\\b',
  '..\\secret',
  'a%2e%2e',
  'a?b',
  'a#b',
  'é',
  `stickers/${'x'.repeat(256)}`,
  'x/'.repeat(300) + 'x',
];

const BROKEN_RANGES: ByteRange[] = [
  { start: -1, end: 1 },
  { start: 2, end: 1 },
  { start: 0.5, end: 1 },
  { start: 0, end: NaN },
  { start: 0, end: Infinity },
];

describe.each(STORAGE_ADAPTERS)('FileStorage on $name', ({ name, open }) => {
  let opened: TestStorage;
  let storage: FileStorage;

  beforeEach(async () => {
    opened = await open();
    storage = opened.storage;
  });
  afterEach(() => opened.close());

  async function readBytes(key: string, range?: ByteRange): Promise<Buffer | null> {
    const file = await storage.read(key, range);
    return file && (await buffer(file));
  }

  describe('put and read', () => {
    it.each([
      ['no byte at all', Buffer.alloc(0)],
      ['one byte', Buffer.from([0])],
      ['every byte there is', everyByte],
      ['two megabytes', bytesOf(2 * MEGABYTE)],
      ['a view into a larger buffer', new Uint8Array(everyByte.buffer.slice(0), 16, 32)],
    ])('give back %s as it was', async (_, bytes) => {
      await storage.put(KEY, bytes, PDF);
      expect((await readBytes(KEY))?.equals(bytes)).toBe(true);
    });

    it('know nothing of a file that was never stored', async () => {
      expect(await storage.read(KEY)).toBeNull();
      expect(await storage.read(KEY, { start: 0, end: 9 })).toBeNull();
    });

    it('know nothing of a file beside, above or below one that is there', async () => {
      await storage.put(KEY, everyByte, PDF);
      for (const key of ['stickers', 'stickers/0192', `${KEY}.pdf`, `${KEY}/more`, 'stickers/0192/modern']) {
        expect(await storage.read(key)).toBeNull();
      }
    });

    it('keep the last content, be it shorter', async () => {
      await storage.put(KEY, bytesOf(5000), PDF);
      await storage.put(KEY, bytesOf(10, 1), PDF);
      expect(await readBytes(KEY)).toEqual(bytesOf(10, 1));
    });

    it('leave one whole file when fifty write it at a time', async () => {
      const candidates = Array.from({ length: 50 }, (_, index) => Buffer.alloc(10_000 + index, index));
      await Promise.all(candidates.map((bytes) => storage.put(KEY, bytes, PDF)));
      const kept = await readBytes(KEY);
      expect(candidates.filter((bytes) => kept?.equals(bytes))).toHaveLength(1);
    });

    it('never show a file that is partly old and partly new', async () => {
      const [old, young] = [Buffer.alloc(MEGABYTE, 'o'), Buffer.alloc(MEGABYTE - 1, 'y')];
      await storage.put(KEY, old, PDF);
      const writes = Promise.all([young, old, young, old, young].map((bytes) => storage.put(KEY, bytes, PDF)));
      const reads = await Promise.all(Array.from({ length: 20 }, () => readBytes(KEY)));
      await writes;
      expect(reads.filter((bytes) => !bytes?.equals(old) && !bytes?.equals(young))).toEqual([]);
    });

    it('leave nothing but the file behind', async () => {
      await storage.put(KEY, everyByte, PDF);
      const before = await opened.listPaths();
      await Promise.all(Array.from({ length: 10 }, () => storage.put(KEY, everyByte, PDF)));
      expect(await opened.listPaths()).toEqual(before);
    });
  });

  describe('a range', () => {
    it.each([
      ['the first byte', { start: 0, end: 0 }, [0]],
      ['the last byte', { start: 255, end: 255 }, [255]],
      ['some bytes in the middle', { start: 10, end: 13 }, [10, 11, 12, 13]],
      ['what there is of a range that goes beyond the end', { start: 254, end: 10_000 }, [254, 255]],
      ['nothing of a range that lies beyond the end', { start: 256, end: 300 }, []],
    ])('is %s', async (_, range, expected) => {
      await storage.put(KEY, everyByte, PDF);
      expect([...(await readBytes(KEY, range))!]).toEqual(expected);
    });

    it('of an empty file is empty', async () => {
      await storage.put(KEY, Buffer.alloc(0), PDF);
      expect(await readBytes(KEY, { start: 0, end: 0 })).toEqual(Buffer.alloc(0));
    });

    it.each(BROKEN_RANGES)('is refused when it is none: %p', async (range) => {
      await storage.put(KEY, everyByte, PDF);
      await expect(storage.read(KEY, range)).rejects.toThrow(RangeError);
    });
  });

  describe('delete', () => {
    it('removes the file and no other one', async () => {
      await storage.put(KEY, everyByte, PDF);
      await storage.put(`${KEY}.2`, everyByte, PDF);
      await storage.delete(KEY);
      expect(await storage.read(KEY)).toBeNull();
      expect(await readBytes(`${KEY}.2`)).toEqual(everyByte);
    });

    it('does not mind that there is no file, nor that it was deleted before', async () => {
      await storage.delete(KEY);
      await storage.put(KEY, everyByte, PDF);
      await storage.delete(KEY);
      await storage.delete(KEY);
      await storage.delete('stickers/0192');
      expect(await storage.read(KEY)).toBeNull();
    });

    it('lets whoever is reading the file finish', async () => {
      const bytes = bytesOf(MEGABYTE);
      await storage.put(KEY, bytes, PDF);
      const file = await storage.read(KEY);
      await storage.delete(KEY);
      expect((await buffer(file!)).equals(bytes)).toBe(true);
    });
  });

  describe('a key that the server would not make', () => {
    it.each(HOSTILE_KEYS)('is refused before anything is touched: %j', async (key) => {
      const before = await opened.listPaths();
      for (const call of [
        () => storage.put(key, everyByte, PDF),
        () => storage.read(key),
        () => storage.delete(key),
        () => storage.directUrl(key, { filename: 'a.pdf' }),
      ]) {
        await expect(call()).rejects.toThrow(RangeError);
      }
      expect(await opened.listPaths()).toEqual(before);
    });

    it('is not mistaken for one that looks odd and is fine', async () => {
      for (const key of ['a', '_', '-.-', 'a.b.c', '0/1/2/3/4/5/6/7', 'x'.repeat(200)]) {
        await storage.put(key, Buffer.from(key), PDF);
        expect(String(await readBytes(key))).toBe(key);
      }
    });
  });

  it('shows what one instance stored to another one at once', async () => {
    const other = await openStorage(opened.url);
    await storage.put(KEY, everyByte, PDF);
    expect(await buffer((await other.storage.read(KEY))!)).toEqual(everyByte);
    await other.storage.delete(KEY);
    expect(await storage.read(KEY)).toBeNull();
    await other.close();
  });

  it('gives a direct URL only where somebody else serves the file', async () => {
    await storage.put(KEY, everyByte, PDF);
    const url = await storage.directUrl(KEY, { filename: 'sticker.pdf' });
    expect(url === null).toBe(name === 'directory');
  });
});
