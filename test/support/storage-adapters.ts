import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import { readSettings } from '@app/config';
import { FileStorage, StorageModule } from '@app/storage';
import { BUCKET, startS3Server } from './s3-server.js';

/** A storage of its own, with a look behind it. */
export interface TestStorage {
  url: string;
  storage: FileStorage;
  /** Every path that exists on the side that stores, relative and sorted. */
  listPaths: () => Promise<string[]>;
  close: () => Promise<void>;
}

export interface StorageAdapter {
  name: 'directory' | 'S3';
  open: () => Promise<TestStorage>;
}

export const STORAGE_ADAPTERS: readonly StorageAdapter[] = [
  {
    name: 'directory',
    open: () => openIn((directory) => Promise.resolve({ url: `file:${directory}/files`, stop: () => undefined })),
  },
  {
    name: 'S3',
    open: () =>
      openIn(async (directory) => {
        const { port, stop } = await startS3Server(directory);
        return { url: s3Url(port), stop };
      }),
  },
];

/** The STORAGE_URL of the test bucket on a port of 127.0.0.1. */
export const s3Url = (port: number): string => `s3://${BUCKET}?region=ap-south-1&endpoint=http://127.0.0.1:${port}`;

/** Starts the real module, read from a STORAGE_URL as the program reads it. */
export async function openStorage(url: string): Promise<Pick<TestStorage, 'storage' | 'close'>> {
  const settings = readSettings({ STORAGE_URL: url }, () => 'unused');
  const app = await Test.createTestingModule({ imports: [StorageModule.forRoot(settings)] }).compile();
  await app.init();
  return { storage: app.get(FileStorage), close: () => app.close() };
}

type Start = (directory: string) => Promise<{ url: string; stop: () => unknown }>;

/** Opens a storage that keeps everything in a new temporary directory. */
async function openIn(start: Start): Promise<TestStorage> {
  const directory = await mkdtemp(join(tmpdir(), 'carqr-storage-'));
  const { url, stop } = await start(directory);
  const { storage, close } = await openStorage(url);
  return {
    url,
    storage,
    listPaths: async () => (await readdir(directory, { recursive: true })).sort(),
    close: async () => {
      await close();
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
