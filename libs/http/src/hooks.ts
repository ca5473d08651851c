import type { FastifyInstance } from 'fastify';
import type { Settings } from '@app/config';
import { type Logger, type Metrics, runInRequest } from '@app/observability';
import { AccessLog } from './access-log.js';
import { AppError, CommonErrors } from './app-error.js';
import { closeInOrder } from './closing.js';
import { discardBody } from './discard-body.js';
import { normalizeForwardedFor } from './forwarded-for.js';
import { securityHeaders } from './security-headers.js';

/** Hooks of every request: request id, security headers, access log and metrics. */
export function installHooks(server: FastifyInstance, settings: Settings, logger: Logger, metrics: Metrics): void {
  const headers = securityHeaders(settings);
  const accessLog = new AccessLog(logger, metrics);
  server.decorate('accessLog', accessLog);
  server.decorateRequest('refusal', null);
  server.decorateRequest('trace', null);
  closeInOrder(server, settings.http.drainSeconds);
  // Otherwise Node rejects an unknown Expect header itself, without our envelope.
  server.server.on('checkExpectation', (request, response) => server.server.emit('request', request, response));
  // Before Fastify reads the header.
  server.server.prependListener('request', normalizeForwardedFor);
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    reply.header('x-request-id', request.id);
    const lacksHost = request.headers.host === undefined && request.raw.httpVersion === '1.1';
    request.trace = { requestId: request.id };
    runInRequest(request.trace, () => done(lacksHost ? new AppError(CommonErrors.INVALID_REQUEST) : undefined));
  });
  // Once more: a body is read in the events of its socket, which belong to no request.
  server.addHook('preValidation', ({ trace }, _reply, done) => (trace ? runInRequest(trace, done) : done()));
  server.addHook('onSend', (request, reply, payload, done) => {
    const isLast = reply.getHeader('connection') === 'close' || !reply.raw.shouldKeepAlive;
    if (isLast && !request.raw.complete) discardBody(request.raw, () => done(null, payload));
    else done(null, payload);
  });
  // The end of a pipelined response, and of a connection, comes in the context of another request of that connection.
  server.addHook('onResponse', (request, reply, done) => {
    runInRequest(request.trace ?? { requestId: request.id }, () => accessLog.finished(request, reply));
    done();
  });
  server.addHook('onRequestAbort', (request, done) => {
    runInRequest(request.trace ?? { requestId: request.id }, () => accessLog.aborted(request));
    done();
  });
}
