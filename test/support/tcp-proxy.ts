import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export interface TcpProxy {
  /** Where clients find the proxy on 127.0.0.1. */
  readonly port: number;
  /** Breaks all connections and every new one at once, as a stopped server does. */
  cut(): void;
  /** Accepts connections and swallows every byte, as a server does that vanished without a word. */
  hang(): void;
  /** Delays every byte on its way back, as a distant server does; 0 ends that. */
  slow(ms: number): void;
  /** Serves new connections again. Those that were broken or swallowed stay so, as a real network leaves them. */
  restore(): void;
  /** Ends the proxy and all its connections. */
  close(): Promise<void>;
}

/** Puts a proxy in front of a server on 127.0.0.1, so that a test can take the server away and give it back. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let delayMs = 0;
  let mode: 'serve' | 'cut' | 'hang' = 'serve';

  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    // What matters about an error is that the connection closes, and that is reported as well.
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const swallowAll = (): void => sockets.forEach((socket) => socket.unpipe().removeAllListeners('data').resume());
  const breakAll = (): void => sockets.forEach((socket) => socket.destroy());

  const server = createServer((client) => {
    track(client);
    if (mode === 'cut') return void client.destroy();
    if (mode === 'hang') return void client.resume();
    const target = track(connect(targetPort, '127.0.0.1'));
    client.pipe(target).on('close', () => client.destroy());
    target
      .pipe(delayed(() => delayMs))
      .pipe(client)
      .on('close', () => target.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      mode = 'cut';
      breakAll();
    },
    hang: () => {
      mode = 'hang';
      swallowAll();
    },
    slow: (ms) => {
      delayMs = ms;
    },
    restore: () => {
      mode = 'serve';
    },
    close: async () => {
      breakAll();
      server.close();
      await once(server, 'close');
    },
  };
}

function delayed(delayMs: () => number): Transform {
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      if (delayMs() === 0) done(null, chunk);
      else setTimeout(() => done(null, chunk), delayMs());
    },
  });
}

/** The port of a service's URL. */
export const portOf = (url: string): number => Number(new URL(url).port);

/** A service's URL by way of the proxy in front of it. */
export function through({ port }: TcpProxy, text: string): string {
  const url = new URL(text);
  url.host = `127.0.0.1:${port}`;
  return url.href;
}
