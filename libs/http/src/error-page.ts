import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from './app-error.js';
import { toErrorBody } from './error-body.js';

/** Renders errors as HTML for people in a browser; everywhere else errors are JSON. */
export interface ErrorPage {
  /** Called for every request, including one whose URL matches no route. */
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

/** Sends an error's body; the caller has set status and Retry-After. */
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
