import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Certificate } from './certificates.js';

/** As much of a MySQL server as it takes to sign in by TLS: it lets everybody in, and every statement succeeds. */
export interface TlsMysql {
  port: number;
  /** How many logins arrived, encrypted or not. */
  logins: { encrypted: number; plain: number };
  stop(): Promise<void>;
}

const [LONG_PASSWORD, WITH_DATABASE, PROTOCOL_41, SSL, TRANSACTIONS, SECURE, PLUGIN_AUTH] = [
  0x1, 0x8, 0x200, 0x800, 0x2000, 0x8000, 0x80000,
] as const;
const SSL_REQUEST_LENGTH = 32;
const OK = Buffer.from([0, 0, 0, 2, 0, 0, 0]);

/** @param certificate shown once the client asks for TLS; without one the server offers none */
export async function startTlsMysql(certificate?: Certificate): Promise<TlsMysql> {
  const logins = { encrypted: 0, plain: 0 };
  const sockets = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined);
  };
  // TLS begins in the middle of a connection: from there on its bytes are passed to this server.
  const encrypted = createTlsServer({ ...certificate }, (socket) =>
    serve(track(socket), () => (logins.encrypted += 1)),
  );
  await listen(encrypted);
  const server = createServer((socket) => {
    track(socket).write(packet(0, greeting(certificate ? SSL : 0)));
    if (!certificate) {
      serve(socket, () => (logins.plain += 1));
      return;
    }
    socket.once('data', (request: Buffer) => {
      // A request for TLS is the head of a login, without user and password.
      if (request.readUIntLE(0, 3) !== SSL_REQUEST_LENGTH) {
        logins.plain += 1;
        socket.destroy();
        return;
      }
      const inner = track(connect((encrypted.address() as AddressInfo).port, '127.0.0.1'));
      inner.write(request.subarray(4 + SSL_REQUEST_LENGTH));
      socket.pipe(inner).pipe(socket);
    });
  });
  await listen(server);
  return {
    port: (server.address() as AddressInfo).port,
    logins,
    stop: async () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      encrypted.close();
      await Promise.all([once(server, 'close'), once(encrypted, 'close')]);
    },
  };
}

async function listen(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

/** Every packet of a client is answered with success; the first is the login. */
function serve(socket: Socket, onLogin: () => void): void {
  let waiting = Buffer.alloc(0);
  let isSignedIn = false;
  socket.on('data', (bytes: Buffer) => {
    waiting = Buffer.concat([waiting, bytes]);
    while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUIntLE(0, 3)) {
      if (!isSignedIn) onLogin();
      isSignedIn = true;
      socket.write(packet(waiting.readUInt8(3) + 1, OK));
      waiting = waiting.subarray(4 + waiting.readUIntLE(0, 3));
    }
  });
}

function packet(sequence: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUIntLE(payload.length, 0, 3);
  head.writeUInt8(sequence, 3);
  return Buffer.concat([head, payload]);
}

/** Protocol::HandshakeV10. */
function greeting(more: number): Buffer {
  const capabilities = LONG_PASSWORD | WITH_DATABASE | PROTOCOL_41 | TRANSACTIONS | SECURE | PLUGIN_AUTH | more;
  const rest = Buffer.alloc(19);
  rest.writeUInt16LE(capabilities & 0xffff, 1);
  rest.writeUInt8(45, 3);
  rest.writeUInt16LE(2, 4);
  rest.writeUInt16LE(capabilities >>> 16, 6);
  rest.writeUInt8(21, 8);
  return Buffer.concat([
    Buffer.from([10]),
    Buffer.from('8.4.0\0'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from('12345678'),
    rest,
    Buffer.from('123456789012\0'),
    Buffer.from('mysql_native_password\0'),
  ]);
}
