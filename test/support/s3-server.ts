import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import S3rver, { type Store } from 's3rver';

export const BUCKET = 'carqr-files';

export interface S3Server {
  /** On 127.0.0.1. */
  readonly port: number;
  stop: () => Promise<void>;
}

/** Starts a server that speaks S3's protocol, with an empty bucket, and gives this process the credentials for it. */
export async function startS3Server(directory: string): Promise<S3Server> {
  process.env.AWS_ACCESS_KEY_ID = 'S3RVER';
  process.env.AWS_SECRET_ACCESS_KEY = 'S3RVER';
  const configureBuckets = [{ name: BUCKET }];
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets });
  writeWhole(server.store);
  readRanges(server.store);
  const { port } = await server.run();
  return {
    port,
    stop: async () => {
      const closed = server.close();
      server.httpServer.closeAllConnections();
      await closed;
    },
  };
}

/** S3 shows an object when all of it is there; s3rver answers before that, and mixes what is written at one time. */
function writeWhole(store: Store): void {
  store.putObject = async ({ bucket, key, content, metadata }) => {
    const bytes = content ? await buffer(content) : Buffer.alloc(0);
    const path = store.getResourcePath(bucket, key, 'object');
    const unfinished = `${path}-${randomUUID()}`;
    const md5 = createHash('md5').update(bytes).digest('hex');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(unfinished, bytes);
    await rename(unfinished, path);
    await store.putMetadata(bucket, key, metadata, md5);
    return { size: bytes.length, md5 };
  };
}

/** S3 knows ranges that end with the first byte, and that an empty object has none; s3rver does not. */
function readRanges(store: Store): void {
  const getObject = store.getObject.bind(store);
  store.getObject = async (bucket, key, options = {}) => {
    const whole = await getObject(bucket, key);
    if (!whole || options.start === undefined) return whole;
    const bytes = whole.content ? await buffer(whole.content) : Buffer.alloc(0);
    const range = { start: options.start, end: Math.min(options.end ?? Infinity, bytes.length - 1) };
    const part = bytes.subarray(range.start, range.end + 1);
    return Object.assign(whole, { range, content: part.length > 0 ? Readable.from([part]) : null });
  };
}
