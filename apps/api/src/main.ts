import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigurationError, type HttpSettings, type Settings, loadSettings } from '@app/config';
import { type Logger, createLogger, logWarnings } from '@app/observability';
import { createApp } from './create-app.js';
import { runProgram } from './run-program.js';
import { Readiness } from './service/readiness.js';

void runProgram(async () => {
  const settings = loadSettings();
  const logger = createLogger(settings);
  logWarnings(logger);
  const app = await createApp(settings, logger);
  await listen(app, settings.http);
  announce(settings, await app.getUrl(), logger);
  return async () => {
    app.get(Readiness).startDraining();
    // Give load balancers time to see that this instance is not ready before it stops listening.
    await new Promise((resolve) => setTimeout(resolve, settings.http.drainSeconds * 1000));
    await app.close();
    logger.info('stopped');
  };
});

/** @throws ConfigurationError when the address or port cannot be used */
async function listen(app: NestFastifyApplication, { port, host }: HttpSettings): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    switch (String((error as NodeJS.ErrnoException).code)) {
      case 'EADDRINUSE':
        throw new ConfigurationError('PORT', `names port ${port}, which another program is already using.`);
      case 'EACCES':
        throw new ConfigurationError('PORT', `names port ${port}, which this user is not allowed to listen on.`);
      case 'EADDRNOTAVAIL':
      case 'EAI_AGAIN':
      case 'ENOTFOUND':
        throw new ConfigurationError('HOST', `names ${host}, which is not an address of this machine.`);
      default:
        throw error;
    }
  }
}

function announce(settings: Settings, url: string, logger: Logger): void {
  logger.info({ url, database: settings.database.kind, redis: settings.redis.kind }, 'listening');
  if (settings.environment === 'production') return;
  const outbox = settings.hasDevOutbox
    ? `\n  Dev mailbox ${url}/dev/outbox.html   codes and mails that would have been sent`
    : '';
  const docs = settings.hasDocs ? `\n  Swagger UI  ${url}/docs` : '';
  process.stdout.write(`\n  CarQR listens at ${url}${docs}${outbox}\n\n`);
}
