import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { loadSettings } from '@app/config';
import { NestLogger, createLogger, logWarnings } from '@app/observability';
import { AppModule } from './app.module.js';
import { PremiumCommands } from './premium-commands.js';
import { runProgram } from './run-program.js';

/** `npm run premium`: shows, grants and revokes a user's premium. */
void runProgram(async () => {
  const settings = loadSettings();
  const logger = createLogger({ ...settings, logLevel: 'warn' });
  logWarnings(logger);
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(settings), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    strict: false,
    options: { reason: { type: 'string' }, operator: { type: 'string' } },
  });
  const { text, isDone } = await PremiumCommands.of(app).run(positionals, values);
  await app.close();
  (isDone ? process.stdout : process.stderr).write(text);
  process.exit(isDone ? 0 : 1);
});
