import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AccountsService } from '@app/auth';
import { loadSettings } from '@app/config';
import { AppError } from '@app/http';
import { NestLogger, createLogger, logWarnings } from '@app/observability';
import { AppModule } from './app.module.js';
import { runProgram } from './run-program.js';

const ROLES = new Map([
  ['grant', 'admin'],
  ['revoke', 'user'],
] as const);

const GRANTED =
  'The account is now an admin. Admin routes need a code and a password in the same session within 12 hours. ' +
  'If the account has no password, set one first (PUT /users/me/password).';

/** `npm run admin -- grant <phone>` makes an account an admin, `revoke` makes it a user again. */
void runProgram(async () => {
  const [verb, ...phone] = process.argv.slice(2);
  const role = (ROLES as ReadonlyMap<unknown, 'admin' | 'user'>).get(verb);
  if (!role || phone.length === 0) return end('Usage: npm run admin -- grant|revoke <phone>', 1);
  const settings = loadSettings();
  const logger = createLogger({ ...settings, logLevel: 'warn' });
  logWarnings(logger);
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(settings), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const accounts = app.get(AccountsService, { strict: false });
  const problem = await accounts.setRole(phone.join(' '), role).then(() => null, readProblem);
  await app.close();
  if (problem !== null) return end(problem, 1);
  return end(role === 'admin' ? GRANTED : 'The account is no longer an admin.', 0);
});

/** The message of an AppError, which operators can act on; rethrows other errors. */
function readProblem(error: unknown): string {
  if (error instanceof AppError) return error.message;
  throw error;
}

function end(sentence: string, exitCode: 0 | 1): never {
  (exitCode === 0 ? process.stdout : process.stderr).write(`${sentence}\n`);
  process.exit(exitCode);
}
