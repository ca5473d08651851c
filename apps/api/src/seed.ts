import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { Clock } from '@app/clock';
import { ConfigurationError, loadSettings } from '@app/config';
import { NestLogger, createLogger, logWarnings } from '@app/observability';
import { AppModule } from './app.module.js';
import { refuseArguments, runProgram } from './run-program.js';
import { DEMO_OWNERS, DEMO_PREMIUM, seedDemo } from './seed-demo.js';

/** `npm run seed`: creates demo data to try the API; idempotent. */
void runProgram(async () => {
  refuseArguments('seed');
  const settings = loadSettings();
  if (!settings.hasDevOutbox) {
    throw new ConfigurationError(
      'SMS_URL',
      'and the other provider settings name real providers: demo data is created only with a preview driver.',
    );
  }
  const logger = createLogger({ ...settings, logLevel: 'warn' });
  logWarnings(logger);
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(settings), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  await seedDemo(app.get(DataSource), app.get(Clock));
  await app.close();
  const cars = DEMO_OWNERS.map(({ code, phone, name }) => `  ${code}  ${name}, ${phone}\n`).join('');
  process.stdout.write(`Demo cars, by the code to look up:\n${cars}A premium account: ${DEMO_PREMIUM.phone}\n`);
  process.exit(0);
});
