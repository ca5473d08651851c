import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClockModule } from '@app/clock';
import { loadSettings } from '@app/config';
import { DatabaseModule } from '@app/database';
import { type ParkedNotification, ParkedNotifications } from '@app/notifications';
import { NestLogger, createLogger, logWarnings } from '@app/observability';
import { runProgram } from '../../api/src/run-program.js';

/** Lists the newest. */
const LIST_LIMIT = 200;
const NOT_PARKED = 'No parked notification has this id. `npm run notifications -- list` lists them.\n';
const USAGE = 'Usage: npm run notifications -- list | retry <id> | retry --all\n';

@Module({})
class ParkedNotificationsModule {}

/** `npm run notifications`: lists and retries notifications that could not be delivered. */
void runProgram(async () => {
  const [command, which, ...more] = process.argv.slice(2);
  const isList = command === 'list' && which === undefined;
  const isRetry = command === 'retry' && which !== undefined && (which === '--all' || !which.startsWith('-'));
  if ((!isList && !isRetry) || more.length > 0) return end(process.stderr, USAGE, 1);
  const settings = loadSettings();
  const logger = createLogger({ ...settings, logLevel: 'warn' });
  logWarnings(logger);
  const app = await NestFactory.createApplicationContext(
    {
      module: ParkedNotificationsModule,
      imports: [ClockModule, DatabaseModule.forRoot(settings)],
      providers: [ParkedNotifications],
    },
    { logger: new NestLogger(logger), abortOnError: false },
  );
  const parked = app.get(ParkedNotifications);
  const text = isList ? await list(parked) : await retry(parked, which);
  await app.close();
  return text === null ? end(process.stderr, NOT_PARKED, 1) : end(process.stdout, text, 0);
});

async function list(parked: ParkedNotifications): Promise<string> {
  const { waiting, overdueSeconds } = await parked.count();
  const rows = await parked.list({}, LIST_LIMIT);
  const summary = `${waiting} waiting, the oldest overdue for ${Math.round(overdueSeconds)} s; parked:\n`;
  return summary + (rows.length > 0 ? rows.map(describe).join('') : 'none\n');
}

/** @returns null when no notification with this id is parked */
async function retry(parked: ParkedNotifications, which?: string): Promise<string | null> {
  const count = await parked.retry(which === '--all' ? undefined : which);
  return count === 0 && which !== '--all' ? null : `${count} queued for retry.\n`;
}

function end(stream: NodeJS.WriteStream, text: string, exitCode: 0 | 1): never {
  stream.write(text);
  process.exit(exitCode);
}

function describe({ id, kind, userId, attempts, lastError, createdAt }: ParkedNotification): string {
  return `${[createdAt.toISOString(), id, kind, userId ?? 'no account', `${attempts} attempts`, lastError].join('  ')}\n`;
}
