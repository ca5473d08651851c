import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { loadSettings } from '@app/config';
import { NestLogger, createLogger, logWarnings } from '@app/observability';
import { runProgram } from '../../api/src/run-program.js';
import { WorkerServer } from './worker-server.js';
import { WorkerModule } from './worker.module.js';

void runProgram(async () => {
  const settings = loadSettings();
  const logger = createLogger(settings);
  logWarnings(logger);
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(settings), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const port = await app.get(WorkerServer).listen();
  logger.info({ port, database: settings.database.kind, redis: settings.redis.kind }, 'working');
  return async () => {
    await app.close();
    logger.info('stopped');
  };
});
