import type { FastifyInstance } from 'fastify';
import type { Settings } from '@app/config';
import type { Logger, Metrics } from '@app/observability';
import { AccessLog } from './access-log.js';
import { securityHeaders } from './security-headers.js';

/** What happens around every request: its id, fixed security headers, one line in the log and its place in the metrics. */
export function installHooks(server: FastifyInstance, settings: Settings, logger: Logger, metrics: Metrics): void {
  const headers = securityHeaders(settings);
  const accessLog = new AccessLog(logger, metrics);
  server.decorate('accessLog', accessLog);
  server.decorateRequest('refusal', null);
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    reply.header('x-request-id', request.id);
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    accessLog.finished(request, reply);
    done();
  });
}
