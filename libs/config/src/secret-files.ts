import { readFileSync } from 'node:fs';
import { ConfigurationError } from './configuration-error.js';
import type { Environment } from './read-settings.js';

/** The settings that may be given as a file, by NAME_FILE, because they are or contain a secret. */
const SECRETS: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'DATABASE_REPLICA_URLS',
  'REDIS_URL',
  'SMTP_URL',
  'SMS_URL',
  'RAZORPAY_KEY_SECRET',
  'RAZORPAY_WEBHOOK_SECRET',
  'JWT_SECRET',
  'JWT_SECRET_PREVIOUS',
]);

/**
 * The value of a variable, or for a secret the content of the file that NAME_FILE names, without its last line break.
 * Files are read only when their setting is, so that a program needs no file that it does not use.
 *
 * @throws ConfigurationError when both are set, or the file is empty or cannot be read
 */
export function readVariable(env: Environment, variable: string): string | undefined {
  const value = env[variable]?.trim() || undefined;
  const fileVariable = `${variable}_FILE`;
  const path = SECRETS.has(variable) ? env[fileVariable]?.trim() : undefined;
  if (!path) return value;
  if (value !== undefined) throw new ConfigurationError(fileVariable, `must not be set together with ${variable}.`);
  const content = readTextFile(fileVariable, path).replace(/\r?\n$/, '');
  if (content.trim() === '') throw new ConfigurationError(fileVariable, 'names a file that is empty.');
  return content;
}

/** @throws ConfigurationError that names the variable when the file cannot be read */
export function readTextFile(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigurationError(variable, `names the file ${path}, which cannot be read (${String(code)}).`);
  }
}
