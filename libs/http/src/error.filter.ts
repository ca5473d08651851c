import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '@app/observability';
import { AppError, CommonErrors } from './app-error.js';
import { toAppError, toErrorBody } from './error-body.js';

/** The one place where an error becomes an answer, those raised below the framework included. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // Whoever hung up in the middle of a request is to blame for the error, and not a service of ours.
    const error = request.raw.readableAborted ? new AppError(CommonErrors.INVALID_REQUEST) : toAppError(thrown);
    const { status, code } = error.definition;
    request.refusal = error;
    // A refusal of ours is told of in the access log, with its context; the line of anything else shows what it was.
    if (status >= 500 && thrown !== error)
      this.logger.error({ err: thrown, requestId: request.id, code }, 'request failed');
    if (reply.sent) return;
    const retryAfter = error.extras.retryAfterSeconds;
    if (retryAfter !== undefined) void reply.header('retry-after', retryAfter);
    void reply
      .code(status)
      .header('content-type', 'application/json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(toErrorBody(error, request.id));
  }
}
