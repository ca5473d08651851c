import { lstat, mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { types } from 'node:util';

/** Far longer than a write takes: older files were left by a killed process. */
const ABANDONED_MS = 3_600_000;

/**
 * Creates the root and a folder below it if missing, durably.
 *
 * @param folder a path of plain names below the root, or `.` for the root alone
 * @throws Error when part of the path is a file, or a symbolic link, which would lead out of the root
 */
export async function ensureFolder(root: string, folder: string): Promise<void> {
  const firstMade = await mkdir(root, { recursive: true });
  if (firstMade !== undefined) await syncFolder(dirname(firstMade));
  let path = root;
  for (const name of folder === '.' ? [] : folder.split('/')) {
    const parent = path;
    path = join(parent, name);
    if (await makeFolder(path)) await syncFolder(parent);
    else if (!(await lstat(path)).isDirectory()) throw new Error(`${path} is not a directory.`);
  }
}

/** @returns whether the folder was missing */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Flushes a folder's entries to disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** The files in a folder that were not modified for an hour. */
export async function abandonedFiles(folder: string, nowMs: number): Promise<string[]> {
  const paths = (await readdir(folder)).map((name) => join(folder, name));
  const ages = await Promise.all(paths.map((path) => modifiedMs(path)));
  return paths.filter((_, index) => nowMs - (ages[index] ?? nowMs) > ABANDONED_MS);
}

/** Undefined for a file that was renamed or removed meanwhile. */
async function modifiedMs(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The code of a system error; empty for other errors. */
export function errorCode(error: unknown): string {
  return (types.isNativeError(error) && (error as NodeJS.ErrnoException).code) || '';
}
