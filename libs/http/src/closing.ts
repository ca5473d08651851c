import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Node's private reference to a connection's pending response. */
type BusySocket = Socket & { _httpMessage?: ServerResponse | null };

/**
 * Closes the server as soon as the requests in flight are done. Otherwise it would also wait for clients to close idle
 * keep-alive connections, and connections that never sent a request.
 *
 * @param lingerSeconds how long open connections may still send a request after the server has stopped listening; each
 *   closes after its next response. A proxy that closes idle connections sooner never loses a request.
 */
export function closeInOrder(server: FastifyInstance, lingerSeconds: number): void {
  const sockets = new Set<BusySocket>();
  let isClosing = false;
  server.server.on('connection', (socket: BusySocket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // Node and Fastify would close idle connections at once, losing requests already sent on them.
  server.server.closeIdleConnections = () => undefined;
  server.addHook('onRequest', (_request, reply, done) => {
    if (isClosing) reply.header('connection', 'close');
    done();
  });
  server.addHook('preClose', (done) => {
    isClosing = true;
    sockets.forEach(endWithAnswer);
    setTimeout(() => sockets.forEach(hangUp), lingerSeconds * 1000).unref();
    // Stop listening right after the event loop has polled for new connections: those still waiting to be accepted are
    // lost, and at this point there are hardly any.
    setImmediate(done);
  });
}

/** Closes the connection after the pending response. */
function endWithAnswer({ _httpMessage: answer }: BusySocket): void {
  if (answer && !answer.headersSent) answer.setHeader('connection', 'close');
}

function hangUp(socket: BusySocket): void {
  const answer = socket._httpMessage;
  if (!answer) socket.destroy();
  else if (answer.headersSent) answer.once('finish', () => socket.end());
  else answer.setHeader('connection', 'close');
}
