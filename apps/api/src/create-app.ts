import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Settings } from '@app/config';
import { createServer } from '@app/http';
import { type Logger, NestLogger } from '@app/observability';
import { AppModule } from './app.module.js';
import { configureApp } from './configure-app.js';

/** Creates and configures the application; does not listen yet. */
export async function createApp(settings: Settings, logger: Logger): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(settings), createServer(settings), {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  await configureApp(app, logger);
  return app;
}
