import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, CommonErrors } from './app-error.js';
import { toAppError } from './error-body.js';
import { sendError } from './error-page.js';

/** Turns every error into a response, including those raised below the framework. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // A client that disconnects in the middle of a request causes this error; no service failed.
    const error = request.raw.readableAborted ? new AppError(CommonErrors.INVALID_REQUEST) : toAppError(thrown);
    const { definition, extras } = error;
    request.refusal = error;
    // AppErrors are already in the access log, with their context. Log everything else here.
    if (definition.status >= 500 && thrown !== error)
      request.server.accessLog?.failed(request, definition.code, thrown);
    if (reply.sent) return;
    if (extras.retryAfterSeconds !== undefined) void reply.header('retry-after', extras.retryAfterSeconds);
    sendError(error, request, reply.code(definition.status));
  }
}
