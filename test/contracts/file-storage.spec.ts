import type { FileStorage } from '@app/storage';
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

describe.each(STORAGE_ADAPTERS)('FileStorage on $name', ({ name, open }) => {
  let opened: TestStorage;
  let storage: FileStorage;

  beforeEach(async () => {
    opened = await open();
    storage = opened.storage;
  });
  afterEach(() => opened.close());

  describe('put and read', () => {
    it.each([
      ['no byte at all', Buffer.alloc(0)],
      ['one byte', Buffer.from([0])],
      ['every byte there is', everyByte],
      ['two megabytes', bytesOf(2 * MEGABYTE)],
      ['a view into a larger buffer', new Uint8Array(everyByte.buffer.slice(0), 16, 32)],
    ])('give back %s as it was', async (_, bytes) => {
      await storage.put(KEY, bytes, PDF);
      expect((await storage.read(KEY))?.equals(bytes)).toBe(true);
    });

    it('know nothing of a file that was never stored', async () => {
      expect(await storage.read(KEY)).toBeNull();
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
      expect(await storage.read(KEY)).toEqual(bytesOf(10, 1));
    });

    it('leave one whole file when fifty write it at a time', async () => {
      const candidates = Array.from({ length: 50 }, (_, index) => Buffer.alloc(10_000 + index, index));
      await Promise.all(candidates.map((bytes) => storage.put(KEY, bytes, PDF)));
      const kept = await storage.read(KEY);
      expect(candidates.filter((bytes) => kept?.equals(bytes))).toHaveLength(1);
    });

    it('never show a file that is partly old and partly new', async () => {
      // Long enough for many packets, and short enough for a slow machine to do all at once within the time limit.
      const [old, young] = [Buffer.alloc(MEGABYTE / 4, 'o'), Buffer.alloc(MEGABYTE / 4 - 1, 'y')];
      await storage.put(KEY, old, PDF);
      const writes = Promise.all([young, old, young, old, young].map((bytes) => storage.put(KEY, bytes, PDF)));
      const reads = await Promise.all(Array.from({ length: 10 }, () => storage.read(KEY)));
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

  describe('delete', () => {
    it('removes the file and no other one', async () => {
      await storage.put(KEY, everyByte, PDF);
      await storage.put(`${KEY}.2`, everyByte, PDF);
      await storage.delete(KEY);
      expect(await storage.read(KEY)).toBeNull();
      expect(await storage.read(`${KEY}.2`)).toEqual(everyByte);
    });

    it('does not mind that there is no file, nor that it was deleted before', async () => {
      await storage.delete(KEY);
      await storage.put(KEY, everyByte, PDF);
      await storage.delete(KEY);
      await storage.delete(KEY);
      await storage.delete('stickers/0192');
      expect(await storage.read(KEY)).toBeNull();
    });

    it('leaves whoever is reading the file with all of it or none', async () => {
      const bytes = bytesOf(MEGABYTE);
      await storage.put(KEY, bytes, PDF);
      const reads = Array.from({ length: 10 }, () => storage.read(KEY));
      await storage.delete(KEY);
      const parts = (await Promise.all(reads)).filter((read) => read !== null && !read.equals(bytes));
      expect(parts).toEqual([]);
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
        expect(String(await storage.read(key))).toBe(key);
      }
    });
  });

  it('shows what one instance stored to another one at once', async () => {
    const other = await openStorage(opened.url);
    await storage.put(KEY, everyByte, PDF);
    expect(await other.storage.read(KEY)).toEqual(everyByte);
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
