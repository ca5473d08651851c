import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Settings } from '@app/config';
import {
  ErrorFilter,
  createValidationPipe,
  installBodyParsers,
  installCompression,
  installErrorPage,
  installHooks,
} from '@app/http';
import { type Logger, Metrics } from '@app/observability';
import { scanErrorPage } from '@app/scans';
import { corsOptions } from './cors.js';
import { serveDocs } from './docs.js';
import { createOpenApiDocument } from './openapi-document.js';

/** The HTTP setup shared by main, the tests and the OpenAPI generator. */
export async function configureApp(app: NestFastifyApplication, logger: Logger): Promise<void> {
  const settings = app.get(Settings);
  const server = app.getHttpAdapter().getInstance();
  installBodyParsers(server);
  installHooks(server, settings, logger, app.get(Metrics));
  installErrorPage(server, scanErrorPage);
  await installCompression(server);
  app.enableCors(corsOptions(settings.http.corsOrigins));
  app.useGlobalPipes(createValidationPipe());
  app.useGlobalFilters(new ErrorFilter());
  serveDocs(app, () => createOpenApiDocument(app), settings);
}
