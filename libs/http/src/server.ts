import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { ConnectionError, FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import type { Settings } from '@app/config';
import { newId } from '@app/database';
import { AppError, CommonErrors } from './app-error.js';
import { toAppError, toErrorBody } from './error-body.js';

export const MAX_BODY_BYTES = 100 * 1024;
const API_PREFIX = '/api/v1';
/** Long enough for a whole scan URL, percent-encoded, as a path parameter. */
const MAX_PARAM_LENGTH = 1024;
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than the usual load balancer keeps its connections, so that we never close one that it is about to use. */
const KEEP_ALIVE_MS = 72_000;
const REQUEST_ID = /^[\w.-]{8,64}$/;

/** The server below Nest: limits on what is read at all, request ids, and our envelope for what never reaches Nest. */
export function createServer(settings: Settings): FastifyAdapter {
  return new FastifyAdapter({
    skipMiddie: true,
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH, ignoreTrailingSlash: true },
    trustProxy: settings.http.trustedProxies.length > 0 ? [...settings.http.trustedProxies] : false,
    genReqId,
    rewriteUrl: ({ url = '/' }) => withoutPrefix(url),
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => sendError(error, request, reply),
    clientErrorHandler: answerBrokenRequest,
  });
}

/** Every route answers with and without the prefix: one rewrite, not two sets of controllers. */
function withoutPrefix(url: string): string {
  if (!url.startsWith(API_PREFIX)) return url;
  const rest = url.slice(API_PREFIX.length);
  if (rest === '' || rest.startsWith('?')) return `/${rest}`;
  return rest.startsWith('/') ? rest : url;
}

/** A proxy's request id is kept, so that its log and ours can be read together. */
function genReqId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId();
}

function sendError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const error = toAppError(thrown);
  void reply.code(error.definition.status).send(toErrorBody(error, request.id));
}

/** Answers what cannot even be parsed as HTTP; there is no request yet, only the socket. */
function answerBrokenRequest(error: ConnectionError, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const body = JSON.stringify(toErrorBody(new AppError(CommonErrors.INVALID_REQUEST), newId()));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
