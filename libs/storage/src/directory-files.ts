import { lstat, mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { types } from 'node:util';

/** Far longer than a write takes, so that what is older was left by a process that was killed. */
const ABANDONED_MS = 3_600_000;

/**
 * Makes a folder below the root, and the root, where they are missing. What it makes survives a power cut.
 *
 * @param folder a path of plain names below the root, or `.` for the root alone
 * @throws Error when part of the path is a symbolic link, which would lead out of the root, or a file
 */
export async function ensureFolder(root: string, folder: string): Promise<void> {
  const firstMade = await mkdir(root, { recursive: true });
  if (firstMade !== undefined) await syncFolder(dirname(firstMade));
  let path = root;
  for (const name of folder === '.' ? [] : folder.split('/')) {
    const parent = path;
    path = join(parent, name);
    if (await makeFolder(path)) await syncFolder(parent);
    else if (!(await lstat(path)).isDirectory()) throw new Error(`${path} is in the way of a folder of files.`);
  }
}

/** Tells whether the folder was missing. */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Waits until the names in a folder are on the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** The files in a folder that nobody has written to for an hour. */
export async function abandonedFiles(folder: string, nowMs: number): Promise<string[]> {
  const paths = (await readdir(folder)).map((name) => join(folder, name));
  const ages = await Promise.all(paths.map((path) => modifiedMs(path)));
  return paths.filter((_, index) => nowMs - (ages[index] ?? nowMs) > ABANDONED_MS);
}

/** Undefined for a file that was finished in the meantime. */
async function modifiedMs(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The code of a system's error; empty for any other error. */
export function errorCode(error: unknown): string {
  return (types.isNativeError(error) && (error as NodeJS.ErrnoException).code) || '';
}
