import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Logger, type Metrics, type RequestTrace, maskPersonalData } from '@app/observability';
import type { AppError } from './app-error.js';

declare module 'fastify' {
  interface FastifyInstance {
    accessLog: AccessLog | null;
  }
  interface FastifyRequest {
    /** The error that the request was rejected with. */
    refusal: AppError | null;
    /** What its log lines name; null until the first hook has run. */
    trace: RequestTrace | null;
  }
}

const UNKNOWN_ROUTE = 'unknown';
const MAX_PATH_LENGTH = 200;

/** Logs one line per request, counts it in the metrics, and logs unexpected errors. */
export class AccessLog {
  constructor(
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  /** Logs a request whose response is being sent. */
  finished(request: FastifyRequest, reply: FastifyReply): void {
    const route = request.routeOptions.url;
    this.metrics.requestFinished(request.method, route ?? UNKNOWN_ROUTE, reply.statusCode, reply.elapsedTime / 1000);
    const { refusal } = request;
    this.logger.info(
      {
        ...describeRequest(request),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ...(refusal && { code: refusal.definition.code, ...describeContext(refusal) }),
      },
      'request',
    );
  }

  /** Logs an unexpected error with its own message. */
  failed(request: FastifyRequest, code: string, error: unknown): void {
    this.logger.error({ err: error, requestId: request.id, ...request.trace, code }, 'request failed');
  }

  /** Logs a request whose client disconnected before the response. */
  aborted(request: FastifyRequest): void {
    this.logger.info(describeRequest(request), 'request aborted');
  }

  /** Logs what could not be parsed as a request. */
  unreadable(requestId: string, status: number, reason: string | undefined): void {
    this.logger.info({ requestId, status, reason }, 'unreadable request');
  }
}

function describeRequest(request: FastifyRequest): object {
  return {
    requestId: request.id,
    ...request.trace,
    method: request.method,
    // The URL of a known route may contain secrets, so log its pattern; for an unknown route the path is needed.
    route: request.routeOptions.url ?? describePath(request.url),
    ip: request.ip,
  };
}

/** The path of an unknown URL, masked (percent-encoded parts too) and truncated. */
function describePath(url: string): string {
  const path = (url.split('?', 1)[0] ?? '').slice(0, MAX_PATH_LENGTH);
  return maskPersonalData(path.replace(/%[\da-f]{2}/gi, (code) => String.fromCharCode(parseInt(code.slice(1), 16))));
}

/** The parts of an error that only the log gets. */
function describeContext({ context }: AppError): { context?: object } {
  if (Object.keys(context).length === 0) return {};
  const entries = Object.entries(context).map(([key, value]) => [
    key,
    typeof value === 'string' ? maskPersonalData(value) : value,
  ]);
  return { context: Object.fromEntries(entries) as object };
}
