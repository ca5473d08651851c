import type { IncomingMessage } from 'node:http';

const MAX_DISCARDED_BYTES = 32 * 1024 * 1024;
const MAX_DISCARDING_MS = 5000;

/**
 * Reads and drops the rest of a body, within bounds, before the last response of a connection is sent.
 *
 * Closing a connection while the client is still sending resets it, and the client never sees the response.
 */
export function discardBody(request: IncomingMessage, done: () => void): void {
  if (Number(request.headers['content-length']) > MAX_DISCARDED_BYTES) {
    done();
    return;
  }
  let discardedBytes = 0;
  const count = (chunk: Buffer): void => {
    discardedBytes += chunk.length;
    if (discardedBytes > MAX_DISCARDED_BYTES) finish();
  };
  const finish = (): void => {
    clearTimeout(timer);
    request.off('data', count).off('end', finish).off('close', finish);
    done();
  };
  const timer = setTimeout(finish, MAX_DISCARDING_MS);
  request.on('data', count).on('end', finish).on('close', finish).resume();
}
