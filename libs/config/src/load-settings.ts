import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parse } from 'dotenv';
import { type Environment, readSettings } from './read-settings.js';
import type { Settings } from './settings.js';

const ENV_FILE = '.env';
const SECRET_FILE = './data/jwt-secret';

/**
 * Reads the settings of this process: its environment first, then a `.env` file in the working directory.
 *
 * In development a missing JWT_SECRET is made once and kept in `./data`, so that sign-ins survive a restart.
 *
 * @throws ConfigurationError when a setting cannot be used
 */
export function loadSettings(): Settings {
  const environment: Environment = { ...parse(readIfPresent(ENV_FILE) ?? ''), ...process.env };
  return readSettings(environment, keptSecret);
}

function keptSecret(): string {
  const kept = readIfPresent(SECRET_FILE)?.trim();
  if (kept) return kept;
  mkdirSync(dirname(SECRET_FILE), { recursive: true });
  try {
    writeFileSync(SECRET_FILE, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Another process of the same checkout made the file in the meantime: that secret is the one to use.
    if (!isErrorWithCode(error, 'EEXIST')) throw error;
  }
  return readFileSync(SECRET_FILE, 'utf8').trim();
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isErrorWithCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isErrorWithCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
