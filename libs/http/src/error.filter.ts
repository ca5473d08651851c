import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, CommonErrors } from './app-error.js';
import { toAppError } from './error-body.js';
import { sendError } from './error-page.js';

/** The one place where an error becomes a response, those raised below the framework included. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // Whoever hung up in the middle of a request is to blame for the error, and not a service of ours.
    const error = request.raw.readableAborted ? new AppError(CommonErrors.INVALID_REQUEST) : toAppError(thrown);
    const { definition, extras } = error;
    request.refusal = error;
    // A refusal of ours is told of in the access log, with its context; the line of anything else shows what it was.
    if (definition.status >= 500 && thrown !== error)
      request.server.accessLog?.failed(request, definition.code, thrown);
    if (reply.sent) return;
    if (extras.retryAfterSeconds !== undefined) void reply.header('retry-after', extras.retryAfterSeconds);
    sendError(error, request, reply.code(definition.status));
  }
}
