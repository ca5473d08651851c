import { type FastifyError, type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import {
  RazorpayError,
  serverError,
  tooManyRequests,
  unauthenticated,
  unknownUrl,
  unreadable,
} from './razorpay-error.js';
import type { OrderFile } from './simulated-account.js';
import type { Simulator } from './simulator.js';

/** Injectable faults: an error response, a reset connection, a proxy's HTML page, throttling, no response. */
export const FAULTS = ['refuse', 'reset', 'html502', '429', 'hang'] as const;
export type Fault = (typeof FAULTS)[number];

export interface ServerKeys {
  keyId: string;
  keySecret: string;
}

interface ById {
  Params: { id: string };
  Body: Record<string, unknown> | null;
}

/**
 * The part of Razorpay's HTTP API that we or an operator use.
 *
 * @param nextFault returns the fault to inject into the current request
 */
export function createRazorpayServer(
  simulator: Simulator,
  { keyId, keySecret }: ServerKeys,
  nextFault: () => Fault | undefined,
): FastifyInstance {
  const server = fastify({ logger: false, forceCloseConnections: true });
  const credentials = `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString('base64')}`;
  server.addHook('onRequest', (request, reply, done) => {
    const fault = nextFault();
    if (fault) breakDown(fault, reply);
    else done(request.headers.authorization === credentials ? undefined : unauthenticated());
  });
  server.setNotFoundHandler((_request, reply) => sendError(unknownUrl(), reply));
  server.setErrorHandler((error, _request, reply) => sendError(toRazorpayError(error), reply));

  const { account } = simulator;
  server.post<ById>('/v1/orders', ({ body }) => account.createOrder(body ?? {}));
  server.get<ById>('/v1/orders/:id', async ({ params }) => (await account.getFile(params.id)).order);
  server.get<ById>('/v1/orders/:id/payments', async ({ params }) => collect(await account.getFile(params.id)));
  server.get<ById>('/v1/payments/:id', ({ params }) => account.getPayment(params.id));
  server.post<ById>('/v1/payments/:id/refund', ({ params, body }) => simulator.refund(params.id, body?.amount, {}));
  return server;
}

function collect({ payments }: OrderFile): object {
  return { entity: 'collection', count: payments.length, items: payments };
}

function toRazorpayError(error: unknown): RazorpayError {
  if (error instanceof RazorpayError) return error;
  const { statusCode = 500 } = error as Partial<FastifyError>;
  return statusCode < 500 ? unreadable() : serverError();
}

function sendError({ status, body }: RazorpayError, reply: FastifyReply): FastifyReply {
  return reply.code(status).send(body);
}

function breakDown(fault: Fault, reply: FastifyReply): void {
  switch (fault) {
    case 'refuse':
      void sendError(new RazorpayError('The merchant is not allowed to do this', { reason: 'refused' }), reply);
      break;
    case '429':
      void sendError(tooManyRequests(), reply);
      break;
    case 'html502':
      void reply.code(502).type('text/html').send('<html><body><h1>502 Bad Gateway</h1></body></html>');
      break;
    case 'reset':
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      break;
    case 'hang':
      reply.hijack();
      break;
  }
}
