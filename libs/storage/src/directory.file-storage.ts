import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readFile, realpath, rename, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { abandonedFiles, ensureFolder, errorCode, syncFolder } from './directory-files.js';
import { FileStorage } from './file-storage.js';
import { requireKey } from './storage-key.js';
import { StorageUnavailableError } from './storage-unavailable.js';

/**
 * Holds files while they are written: on the same disk, so that a rename is atomic; the dot keeps it apart from keys.
 */
const UNFINISHED = '.unfinished';
const SWEEP_INTERVAL_MS = 3_600_000;

/** The disk is full, broken, not mounted or not accessible. */
const DISK_CODES = new Set(
  'EACCES EAGAIN EBUSY EDQUOT EIO EMFILE ENFILE ENODEV ENOMEM ENOSPC ENXIO EPERM EROFS ESTALE ETIMEDOUT'.split(' '),
);
/** A key has no file: it is missing, its folder is a file, or it is a folder itself. */
const ABSENT_CODES = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

/**
 * Stores files in a directory, which is created with the first file. Symbolic links below it are rejected, because they
 * would lead out of it; the directory itself may be one.
 */
export class DirectoryFileStorage extends FileStorage {
  private readonly root: string;
  private nextSweepMs = 0;

  constructor(path: string) {
    super();
    this.root = resolve(path);
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    requireKey(key);
    await diskErrors(async () => {
      await ensureFolder(this.root, UNFINISHED);
      await this.sweep();
      const unfinished = join(this.root, UNFINISHED, randomUUID());
      try {
        await writeDurably(unfinished, bytes);
        await ensureFolder(this.root, dirname(key));
        await rename(unfinished, join(this.root, key));
      } catch (error) {
        // Keep the original error; a file that remains is swept later.
        await rm(unfinished, { force: true }).catch(() => undefined);
        throw error;
      }
      await syncFolder(join(this.root, dirname(key)));
    });
  }

  async read(key: string): Promise<Buffer | null> {
    requireKey(key);
    return diskErrors(async () => {
      const path = await this.findPath(key);
      return path === null ? null : await orAbsent(readFile(path, { flag: constants.O_RDONLY | constants.O_NOFOLLOW }));
    });
  }

  async delete(key: string): Promise<void> {
    requireKey(key);
    await diskErrors(async () => {
      const path = await this.findPath(key);
      if (path) await orAbsent(unlink(path));
    });
  }

  /** Only this server can read the files. */
  directUrl(key: string): Promise<null> {
    return Promise.resolve(key)
      .then(requireKey)
      .then(() => null);
  }

  /** The path of a file, or null when its folder does not exist. */
  private async findPath(key: string): Promise<string | null> {
    const expected = join(this.root, dirname(key));
    const folder = await orAbsent(realpath(expected));
    if (folder === null) return null;
    if (folder !== expected && folder !== join(await realpath(this.root), dirname(key))) {
      throw new Error(`A symbolic link leads out of the storage at ${key}.`);
    }
    return join(folder, basename(key));
  }

  /** Removes unfinished files of killed processes, at the first write and then at most hourly. */
  private async sweep(): Promise<void> {
    const nowMs = Date.now();
    if (nowMs < this.nextSweepMs) return;
    this.nextSweepMs = nowMs + SWEEP_INTERVAL_MS;
    for (const path of await abandonedFiles(join(this.root, UNFINISHED), nowMs)) await rm(path, { force: true });
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function orAbsent<T>(operation: Promise<T>): Promise<T | null> {
  try {
    return await operation;
  } catch (error) {
    if (ABSENT_CODES.has(errorCode(error))) return null;
    throw error;
  }
}

async function diskErrors<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw DISK_CODES.has(errorCode(error)) ? new StorageUnavailableError(error) : error;
  }
}
