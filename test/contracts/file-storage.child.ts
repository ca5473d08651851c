import { openStorage } from '../support/storage-adapters.js';

const LANES = 4;

/** A program that stores files for ever, several at a time, and prints each key once the storage has acknowledged it. */
async function main(url: string, contentLength: number): Promise<void> {
  const { storage } = await openStorage(url);
  const write = async (lane: number): Promise<void> => {
    for (let count = 0; ; count++) {
      const key = `lane-${lane}/${count % 5}`;
      await storage.put(key, Buffer.alloc(contentLength, count % 256), { contentType: 'text/plain' });
      process.stdout.write(`${key}\n`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, lane) => write(lane)));
}

const [url = '', contentLength = ''] = process.argv.slice(2);
void main(url, Number(contentLength));
