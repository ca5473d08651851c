import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, CommonErrors } from './app-error.js';
import { toAppError, toErrorBody } from './error-body.js';

/** A request that is refused. */
export interface Refusal {
  error: AppError;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Turns what was thrown into a refusal: tells the log of it, and sets status and Retry-After. The body is the caller's. */
export function refuse(thrown: unknown, host: ArgumentsHost): Refusal {
  const request = host.switchToHttp().getRequest<FastifyRequest>();
  const reply = host.switchToHttp().getResponse<FastifyReply>();
  // Whoever hung up in the middle of a request is to blame for the error, and not a service of ours.
  const error = request.raw.readableAborted ? new AppError(CommonErrors.INVALID_REQUEST) : toAppError(thrown);
  const { definition, extras } = error;
  request.refusal = error;
  // A refusal of ours is told of in the access log, with its context; the line of anything else shows what it was.
  if (definition.status >= 500 && thrown !== error) request.server.accessLog?.failed(request, definition.code, thrown);
  if (!reply.sent) {
    if (extras.retryAfterSeconds !== undefined) void reply.header('retry-after', extras.retryAfterSeconds);
    void reply.code(definition.status);
  }
  return { error, request, reply };
}

/** The one place where an error becomes an answer in our envelope, those raised below the framework included. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const { error, request, reply } = refuse(thrown, host);
    if (reply.sent) return;
    void reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(toErrorBody(error, request.id));
  }
}
