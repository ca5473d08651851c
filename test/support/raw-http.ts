import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from './api-client.js';

const PATIENCE_MS = 5000;

/** Opens a connection to a server, for what no HTTP client would send. */
export async function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  // A server that refuses what is sent may hang up before all of it has been.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/**
 * Reads one answer from a connection.
 *
 * @throws Error when the server says nothing, or too little, within five seconds
 */
export async function readAnswer(socket: Socket): Promise<Answer> {
  let bytes = Buffer.alloc(0);
  const read = async (): Promise<Answer> => {
    for await (const chunk of socket) {
      bytes = Buffer.concat([bytes, chunk as Buffer]);
      const answer = parseAnswer(bytes);
      if (answer) return answer;
    }
    throw new Error(`The server hung up after: ${bytes.toString().slice(0, 200)}`);
  };
  const late = delay(PATIENCE_MS, undefined, { ref: false }).then(() => {
    throw new Error(`The server did not answer in time. It said: ${bytes.toString().slice(0, 200)}`);
  });
  return Promise.race([read(), late]);
}

/** Sends bytes as they are and reads the answer. */
export async function sendRaw(url: string, ...parts: readonly (string | Buffer)[]): Promise<Answer> {
  const socket = await openSocket(url);
  try {
    for (const part of parts) socket.write(part);
    return await readAnswer(socket);
  } finally {
    socket.destroy();
  }
}

/** The answer, once all of it is there. */
export function parseAnswer(bytes: Buffer): Answer | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Headers(
    lines.map((line): [string, string] => [line.split(':', 1)[0] ?? '', line.slice(line.indexOf(':') + 1)]),
  );
  const body = bytes.subarray(end + 4);
  if (body.length < Number(headers.get('content-length') ?? 0)) return undefined;
  const text = body.toString();
  const isJson = headers.get('content-type')?.startsWith('application/json') ?? false;
  return {
    status: Number(statusLine.split(' ')[1]),
    headers,
    text,
    body: isJson && text ? JSON.parse(text) : undefined,
  };
}
