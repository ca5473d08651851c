import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { ConnectionError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '@app/config';
import { newId } from '@app/database';
import { AppError, CommonErrors } from './app-error.js';
import { toAppError, toErrorBody } from './error-body.js';
import { sendError } from './error-page.js';
import { securityHeaders } from './security-headers.js';
import { trustedProxies } from './trusted-proxies.js';

export const MAX_BODY_BYTES = 100 * 1024;
const API_PREFIX = '/api/v1';
/** What operators and browsers ask for is found at one address only, so that a proxy can keep the public away from it. */
const UNPREFIXED = /^\/(?:dev|docs|health|lock|mail|metrics|s)?(?:[/?#]|$)/i;
/** The path of a look-up up to its query; a slash at its end belongs to the path and not to the code. */
const RAW_CODE = /^(\/cars\/qr\/)([^?#]*[^?#/])/;
/** Long enough for a whole scan URL, percent-encoded, as a path parameter. */
const MAX_PARAM_LENGTH = 1024;
/** For a whole request to arrive. */
const REQUEST_TIMEOUT_MS = 30_000;
const TIMEOUT_CHECK_MS = 1000;
/** Longer than load balancers usually keep connections, so that the server never closes one that is about to be used. */
const KEEP_ALIVE_MS = 72_000;
const REQUEST_ID = /^[\w.-]{8,64}$/;

/** The server below Nest: limits on what is read at all, request ids, and our envelope for what never reaches Nest. */
export function createServer(settings: Settings): FastifyAdapter {
  const headers = securityHeaders(settings);
  return new FastifyAdapter({
    skipMiddie: true,
    // Node's own error response would lack our envelope; a hook rejects such requests.
    http: {
      requireHostHeader: false,
      // Node would apply the longer of two timeouts to the body, and check only every 30 s.
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
    },
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH, ignoreTrailingSlash: true },
    trustProxy: settings.http.trustedProxies.length > 0 ? [...settings.http.trustedProxies] : false,
    genReqId: requestIds(settings),
    rewriteUrl: ({ url = '/' }) => encodePastedUrl(withoutPrefix(toPath(url))),
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      refuseUrl(error, request, reply.headers(headers)),
    clientErrorHandler(error, socket) {
      answerBrokenRequest(this as unknown as FastifyInstance, error, socket, headers);
    },
  });
}

/** The path of `http://host/path`, which a server must accept too, and of `OPTIONS *`, for which no hook would run. */
function toPath(target: string): string {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '');
  return path.startsWith('/') ? path : `/${path}`;
}

/** Every route answers with and without the prefix: one rewrite, not two sets of controllers. */
function withoutPrefix(url: string): string {
  if (!url.startsWith(API_PREFIX)) return url;
  const rest = url.slice(API_PREFIX.length);
  // An encoded first segment could be any route in disguise, those without the prefix among them; ours need none.
  const isDisguised = /^\/[^/?]*%/.test(rest);
  return rest.startsWith('/') && !isDisguised && !isUnprefixed(rest) ? rest : url;
}

/** The shipped app puts what was pasted into its code field into the path as it is; a scan URL is one parameter there. */
function encodePastedUrl(url: string): string {
  const [, route, pasted = ''] = RAW_CODE.exec(url) ?? [];
  return route ? `${route}${pasted.replaceAll('/', '%2F')}${url.slice(route.length + pasted.length)}` : url;
}

/** Whether a route, such as `/health/live`, answers at its own address only and not behind the prefix. */
export function isUnprefixed(route: string): boolean {
  return UNPREFIXED.test(route);
}

/** A trusted proxy's request id is kept, so that its log and ours can be read together; others could forge lines of it. */
function requestIds(settings: Settings): (request: IncomingMessage) => string {
  const isTrusted = trustedProxies(settings.http.trustedProxies);
  return ({ headers, socket }) => {
    const given = headers['x-request-id'];
    const isKept = typeof given === 'string' && REQUEST_ID.test(given) && isTrusted(socket.remoteAddress);
    return isKept ? given : newId();
  };
}

/** Responds to a URL that the router cannot parse; no hook runs for it. */
function refuseUrl(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const error = toAppError(thrown);
  request.refusal = error;
  reply.raw.once('finish', () => request.server.accessLog?.finished(request, reply));
  sendError(error, request, reply.code(error.definition.status).header('x-request-id', request.id));
}

/** Responds to input that is not valid HTTP; there is no request yet, only the socket. */
function answerBrokenRequest(
  server: FastifyInstance,
  error: ConnectionError,
  socket: Socket,
  headers: Record<string, string>,
): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const requestId = newId();
  const body = JSON.stringify(toErrorBody(new AppError(CommonErrors.INVALID_REQUEST), requestId));
  const head = {
    ...headers,
    connection: 'close',
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-request-id': requestId,
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'));
  server.accessLog?.unreadable(requestId, status, error.code);
}
