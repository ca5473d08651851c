import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Settings } from '@app/config';
import { ErrorFilter, createValidationPipe, installBodyParsers, installHooks } from '@app/http';
import { type Logger, Metrics } from '@app/observability';
import { corsOptions } from './cors.js';
import { serveDocs } from './docs.js';
import { createOpenApiDocument } from './openapi-document.js';

/** Everything about the HTTP side of the application that main, the tests and the writer of the spec share. */
export function configureApp(app: NestFastifyApplication, logger: Logger): void {
  const settings = app.get(Settings);
  const server = app.getHttpAdapter().getInstance();
  installBodyParsers(server);
  installHooks(server, settings, logger, app.get(Metrics));
  app.enableCors(corsOptions(settings.http.corsOrigins));
  app.useGlobalPipes(createValidationPipe());
  app.useGlobalFilters(new ErrorFilter());
  serveDocs(app, createOpenApiDocument(app), settings);
}
