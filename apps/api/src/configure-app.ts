import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Settings } from '@app/config';
import { ErrorFilter, createValidationPipe, installBodyParsers, installHooks } from '@app/http';
import { type Logger, Metrics } from '@app/observability';
import { createOpenApiDocument } from './openapi-document.js';
import { serveDocs } from './docs.js';

const CORS_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const CORS_EXPOSED_HEADERS = ['Retry-After', 'X-Request-Id', 'Content-Disposition', 'ETag'];
const CORS_MAX_AGE_SECONDS = 600;

/** Everything about the HTTP side of the application that main, the tests and the writer of the spec share. */
export function configureApp(app: NestFastifyApplication, logger: Logger): void {
  const settings = app.get(Settings);
  const server = app.getHttpAdapter().getInstance();
  installBodyParsers(server);
  installHooks(server, settings, logger, app.get(Metrics));
  app.enableCors({
    origin: settings.http.corsOrigins.map(toOriginPattern),
    methods: CORS_METHODS,
    exposedHeaders: CORS_EXPOSED_HEADERS,
    maxAge: CORS_MAX_AGE_SECONDS,
  });
  app.useGlobalPipes(createValidationPipe());
  app.useGlobalFilters(new ErrorFilter(logger));
  serveDocs(app, createOpenApiDocument(app));
}

/** `http://localhost:*` stands for every port. */
function toOriginPattern(origin: string): string | RegExp {
  if (!origin.endsWith(':*')) return origin;
  const host = origin.slice(0, -':*'.length).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${host}(:\\d+)?$`);
}
