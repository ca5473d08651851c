import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type FileStorage, isStorageUnavailable } from '@app/storage';
import { openStorage } from '../support/storage-adapters.js';

const TEXT = { contentType: 'text/plain' };
const HOUR_SECONDS = 3600;
const KILLS = 5;
/** Large enough that a write takes several steps. */
const CONTENT_LENGTH = 1_500_000;

describe('Files in a directory', () => {
  let temporary: string;
  let files: string;
  let storage: FileStorage;

  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'carqr-storage-'));
    files = join(temporary, 'files');
    ({ storage } = await openStorage(`file:${files}`));
  });
  afterEach(() => rm(temporary, { recursive: true, force: true }));

  const put = (key: string, text: string): Promise<void> => storage.put(key, Buffer.from(text), TEXT);

  async function readText(key: string, from = storage): Promise<string | null> {
    const file = await from.read(key);
    return file && String(file);
  }

  it('make their directory with the first file and not before, with all folders above it', async () => {
    const deep = join(files, 'some/where');
    const { storage: other } = await openStorage(`file:${deep}`);
    expect(await other.read('a/b')).toBeNull();
    await other.delete('a/b');
    expect(await readdir(temporary)).toEqual([]);
    await other.put('a/b', Buffer.from('text'), TEXT);
    expect(await readFile(join(deep, 'a/b'), 'utf8')).toBe('text');
  });

  it('stay where they are when the working directory changes', async () => {
    const before = process.cwd();
    try {
      process.chdir(temporary);
      const { storage: relative } = await openStorage('file:./files');
      process.chdir('/');
      await relative.put('a', Buffer.from('text'), TEXT);
    } finally {
      process.chdir(before);
    }
    expect(await readText('a')).toBe('text');
  });

  describe('symbolic links', () => {
    let outside: string;

    beforeEach(async () => {
      outside = join(temporary, 'outside');
      await mkdir(outside);
      await writeFile(join(outside, 'secret'), 'secret');
      await put('folder/file', 'text');
    });

    it('in place of a file are not followed to read, to replace or to delete', async () => {
      await symlink(join(outside, 'secret'), join(files, 'folder/link'));
      await expect(storage.read('folder/link')).rejects.toThrow();
      await put('folder/link', 'new');
      expect(await readText('folder/link')).toBe('new');
      await symlink(join(outside, 'secret'), join(files, 'folder/link-2'));
      await storage.delete('folder/link-2');
      expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('secret');
    });

    it.each(['link', 'folder/link'])('in place of the folder %s are not followed either', async (folder) => {
      await symlink(outside, join(files, folder));
      await expect(storage.read(`${folder}/secret`)).rejects.toThrow();
      await expect(put(`${folder}/secret`, 'new')).rejects.toThrow();
      await expect(put(`${folder}/deeper/secret`, 'new')).rejects.toThrow();
      await expect(storage.delete(`${folder}/secret`)).rejects.toThrow();
      expect(await readdir(outside)).toEqual(['secret']);
      expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('secret');
    });

    it('in place of the storage itself are the business of whoever put them there', async () => {
      await symlink(files, join(temporary, 'link'));
      const { storage: linked } = await openStorage(`file:${join(temporary, 'link')}`);
      await linked.put('a', Buffer.from('new'), TEXT);
      expect(await readText('a')).toBe('new');
      expect(await readText('folder/file', linked)).toBe('text');
    });
  });

  it('refuse a key that is the folder of others, and keep what is there', async () => {
    await put('a/b', 'text');
    await expect(put('a', 'new')).rejects.toThrow();
    await expect(put('a/b/c', 'new')).rejects.toThrow();
    expect(await readText('a/b')).toBe('text');
    expect(await readdir(join(files, '.unfinished'))).toEqual([]);
  });

  it('are unavailable where nothing can be written, whoever asks', async () => {
    // Not even the superuser makes folders here.
    const { storage: closed } = await openStorage('file:/sys/carqr');
    const error: unknown = await closed.put('a', Buffer.from('text'), TEXT).catch((thrown: unknown) => thrown);
    expect(isStorageUnavailable(error)).toBe(true);
  });

  it('are rid of what a killed process left, an hour later, and not of what may still be written', async () => {
    const unfinished = join(files, '.unfinished');
    await mkdir(unfinished, { recursive: true });
    const nowSeconds = Date.now() / 1000;
    for (const [name, ageSeconds] of [['old', 2 * HOUR_SECONDS] as const, ['young', HOUR_SECONDS / 2] as const]) {
      await writeFile(join(unfinished, name), 'half a fi');
      await utimes(join(unfinished, name), nowSeconds - ageSeconds, nowSeconds - ageSeconds);
    }
    await put('a', 'text');
    expect(await readdir(unfinished)).toEqual(['young']);
  });

  it(`are whole or absent when their writer is killed, ${KILLS} times over`, async () => {
    const acknowledged = new Set<string>();
    for (let kill = 0; kill < KILLS; kill++) {
      for (const key of await writeUntilKilled(files)) acknowledged.add(key);
      const keys = await storedKeys(files);
      expect(keys.filter((key) => acknowledged.has(key)).length).toBe(acknowledged.size);
      for (const key of keys) {
        const text = (await storage.read(key))!;
        expect(text.equals(Buffer.alloc(CONTENT_LENGTH, text[0]))).toBe(true);
      }
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(KILLS);
    await put('lane-0/0', 'The storage still works.');
    expect(await readText('lane-0/0')).toBe('The storage still works.');
  }, 120_000);
});

async function storedKeys(files: string): Promise<string[]> {
  const entries = await readdir(files, { recursive: true });
  return entries.filter((path) => /^lane-\d+\/\d+$/.test(path));
}

/** Lets a process write until it has acknowledged a few files, kills it, and tells which. */
async function writeUntilKilled(files: string): Promise<string[]> {
  const runner = join(__dirname, '../support/run-typescript.cjs');
  const program = join(__dirname, 'file-storage.child.ts');
  const command = ['--no-warnings', runner, program, `file:${files}`, String(CONTENT_LENGTH)];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const fatalLine = 1 + Math.floor(Math.random() * 12);
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (lines.push(line) === fatalLine) child.kill('SIGKILL');
  }
  expect(await exit).toEqual([null, 'SIGKILL']);
  // An acknowledgement that was cut off in the middle of the line was not given.
  return lines.filter((line) => /^lane-\d\/\d$/.test(line));
}
