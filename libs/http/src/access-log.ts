import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Logger, type Metrics, type RequestTrace, maskPersonalData } from '@app/observability';
import type { AppError } from './app-error.js';

declare module 'fastify' {
  interface FastifyInstance {
    accessLog: AccessLog | null;
  }
  interface FastifyRequest {
    /** What the request was refused with. */
    refusal: AppError | null;
    /** What its log lines name; null until the first hook has run. */
    trace: RequestTrace | null;
  }
}

const UNKNOWN_ROUTE = 'unknown';
const MAX_PATH_LENGTH = 200;

/** One line in the log for every request, its place in the metrics, and another line for what went wrong. */
export class AccessLog {
  constructor(
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  /** Writes down a request whose answer is on its way. */
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

  /** Writes down an error that nobody foresaw, in its own words. */
  failed(request: FastifyRequest, code: string, error: unknown): void {
    this.logger.error({ err: error, requestId: request.id, ...request.trace, code }, 'request failed');
  }

  /** Writes down a request whose caller hung up before it was answered. */
  aborted(request: FastifyRequest): void {
    this.logger.info(describeRequest(request), 'request aborted');
  }

  /** Writes down what could not be read as a request at all. */
  unreadable(requestId: string, status: number, reason: string | undefined): void {
    this.logger.info({ requestId, status, reason }, 'unreadable request');
  }
}

function describeRequest(request: FastifyRequest): object {
  return {
    requestId: request.id,
    ...request.trace,
    method: request.method,
    // The URL of a known route may carry what nobody should read in a log; of an unknown one we need to know.
    route: request.routeOptions.url ?? describePath(request.url),
    ip: request.ip,
  };
}

/** The path of a URL that nobody knows, masked also where it is percent-encoded, and no longer than a line should be. */
function describePath(url: string): string {
  const path = (url.split('?', 1)[0] ?? '').slice(0, MAX_PATH_LENGTH);
  return maskPersonalData(path.replace(/%[\da-f]{2}/gi, (code) => String.fromCharCode(parseInt(code.slice(1), 16))));
}

/** What a refusal has for the log only. */
function describeContext({ context }: AppError): { context?: object } {
  if (Object.keys(context).length === 0) return {};
  const entries = Object.entries(context).map(([key, value]) => [
    key,
    typeof value === 'string' ? maskPersonalData(value) : value,
  ]);
  return { context: Object.fromEntries(entries) as object };
}
