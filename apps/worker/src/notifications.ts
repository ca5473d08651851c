import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClockModule } from '@app/clock';
import { loadSettings } from '@app/config';
import { DatabaseModule } from '@app/database';
import { type ParkedNotification, ParkedNotifications } from '@app/notifications';
import { NestLogger, createLogger } from '@app/observability';
import { runProgram } from '../../api/src/run-program.js';

/** The newest are what an operator wants to see. */
const LIST_LIMIT = 200;
const USAGE = 'Usage: npm run notifications -- list | retry <id> | retry --all\n';

@Module({})
class ParkedNotificationsModule {}

/** `npm run notifications`: shows what could not be delivered, and has it tried again. */
void runProgram(async () => {
  const [command, which] = process.argv.slice(2);
  const settings = loadSettings();
  const app = await NestFactory.createApplicationContext(
    {
      module: ParkedNotificationsModule,
      imports: [ClockModule, DatabaseModule.forRoot(settings)],
      providers: [ParkedNotifications],
    },
    { logger: new NestLogger(createLogger({ ...settings, logLevel: 'warn' })), abortOnError: false },
  );
  const parked = app.get(ParkedNotifications);
  if (command === 'list') {
    const { waiting, overdueSeconds } = await parked.count();
    const rows = await parked.list({}, LIST_LIMIT);
    process.stdout.write(`${waiting} waiting, the oldest overdue for ${Math.round(overdueSeconds)} s; parked:\n`);
    process.stdout.write(rows.length > 0 ? rows.map(describe).join('') : 'none\n');
  } else if (command === 'retry' && which !== undefined) {
    const count = await parked.retry(which === '--all' ? undefined : which);
    process.stdout.write(`${count} will be tried again.\n`);
  } else {
    process.stderr.write(USAGE);
    process.exit(1);
  }
  await app.close();
  process.exit(0);
});

function describe({ id, kind, userId, attempts, lastError, createdAt }: ParkedNotification): string {
  return `${[createdAt.toISOString(), id, kind, userId ?? 'no account', `${attempts} attempts`, lastError].join('  ')}\n`;
}
