import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Node keeps the answer that a connection is waiting for here; it has no public name for it. */
type BusySocket = Socket & { _httpMessage?: ServerResponse | null };

/**
 * Lets the server close as soon as the requests in flight are answered. Otherwise it would also wait for the clients to
 * hang up, those that keep a connection after its answer and those that opened one and say nothing.
 */
export function closeWithoutWaiting(server: FastifyInstance): void {
  const sockets = new Set<BusySocket>();
  server.server.on('connection', (socket: BusySocket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.addHook('preClose', (done) => {
    sockets.forEach(hangUp);
    done();
  });
}

function hangUp(socket: BusySocket): void {
  const answer = socket._httpMessage;
  if (!answer) socket.destroy();
  else if (answer.headersSent) answer.once('finish', () => socket.end());
  else answer.setHeader('connection', 'close');
}
