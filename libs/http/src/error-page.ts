import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from './app-error.js';
import { toErrorBody } from './error-body.js';

/** Shows errors as HTML where a person looks at them in a browser; everywhere else they are JSON. */
export interface ErrorPage {
  /** Called for any request, also one whose URL matches no route. */
  isFor(request: FastifyRequest): boolean;
  render(error: AppError, request: FastifyRequest): { headers: Record<string, string>; html: string };
}

declare module 'fastify' {
  interface FastifyInstance {
    errorPage: ErrorPage | null;
  }
}

export function installErrorPage(server: FastifyInstance, page: ErrorPage): void {
  server.decorate('errorPage', page);
}

/** Sends the body of an error, status and Retry-After being set. */
export function sendError(error: AppError, request: FastifyRequest, reply: FastifyReply): void {
  const page = request.server.errorPage;
  if (page?.isFor(request)) {
    const { headers, html } = page.render(error, request);
    void reply.headers(headers).send(html);
    return;
  }
  void reply
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(toErrorBody(error, request.id));
}
