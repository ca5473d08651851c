import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Node keeps the answer that a connection is waiting for here; it has no public name for it. */
type BusySocket = Socket & { _httpMessage?: ServerResponse | null };

/**
 * Lets the server close as soon as the requests in flight are answered. Otherwise it would also wait for the clients to
 * hang up, those that keep a connection after its answer and those that opened one and say nothing.
 *
 * @param lingerSeconds how long connections that are open may still bring a request after the server has stopped to
 *   listen; each ends with its next answer. A proxy that closes idle connections sooner never loses a request on one.
 */
export function closeInOrder(server: FastifyInstance, lingerSeconds: number): void {
  const sockets = new Set<BusySocket>();
  let isClosing = false;
  server.server.on('connection', (socket: BusySocket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // Node and Fastify would hang up on idle connections at once, whatever is on its way to us.
  server.server.closeIdleConnections = () => undefined;
  server.addHook('onRequest', (_request, reply, done) => {
    if (isClosing) reply.header('connection', 'close');
    done();
  });
  server.addHook('preClose', (done) => {
    isClosing = true;
    sockets.forEach(endWithAnswer);
    setTimeout(() => sockets.forEach(hangUp), lingerSeconds * 1000).unref();
    // Now the server stops to listen. Connections that wait to be accepted are lost with that, and right after the loop
    // has asked for new ones there are hardly any.
    setImmediate(done);
  });
}

/** The answer that is being made is the last one of its connection. */
function endWithAnswer({ _httpMessage: answer }: BusySocket): void {
  if (answer && !answer.headersSent) answer.setHeader('connection', 'close');
}

function hangUp(socket: BusySocket): void {
  const answer = socket._httpMessage;
  if (!answer) socket.destroy();
  else if (answer.headersSent) answer.once('finish', () => socket.end());
  else answer.setHeader('connection', 'close');
}
