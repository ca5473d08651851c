import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '@app/config';
import { type Logger, type Metrics, maskPersonalData } from '@app/observability';

/** The `code` of a refusal, kept for the line in the access log. */
const UNKNOWN_ROUTE = 'unknown';

/** What happens around every request: its id, fixed security headers, one line in the log and its place in the metrics. */
export function installHooks(server: FastifyInstance, settings: Settings, logger: Logger, metrics: Metrics): void {
  const headers = securityHeaders(settings);
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    reply.header('x-request-id', request.id);
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? UNKNOWN_ROUTE;
    metrics.requestFinished(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    logger.info(describeRequest(request, reply, route), 'request');
    done();
  });
}

function describeRequest(request: FastifyRequest, reply: FastifyReply, route: string): object {
  return {
    requestId: request.id,
    method: request.method,
    // The URL of a known route may carry what nobody should read in a log; of an unknown one we need to know.
    route: route === UNKNOWN_ROUTE ? maskPersonalData(request.url.split('?', 1)[0] ?? '') : route,
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
    ip: request.ip,
  };
}

/** Answers are for their caller alone and never a document of their own; pages that are set their own policy. */
function securityHeaders(settings: Settings): Record<string, string> {
  const isHttps = settings.http.publicUrl.startsWith('https:');
  return {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(isHttps && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  };
}
