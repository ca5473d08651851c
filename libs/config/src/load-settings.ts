import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parse } from 'dotenv';
import { ConfigurationError } from './configuration-error.js';
import { type Environment, readMigrationSettings, readSettings } from './read-settings.js';
import type { Settings } from './settings.js';

const ENV_FILE = '.env';
const SECRET_FILE = './data/jwt-secret';

/**
 * Reads the settings of this process: its environment first, then a `.env` file in the working directory.
 *
 * In development a missing JWT_SECRET is generated once and kept in `./data`, so that sign-ins survive a restart.
 *
 * @throws ConfigurationError when a setting cannot be used
 */
export function loadSettings(): Settings {
  return readSettings(loadEnvironment(), keptSecret);
}

/**
 * Reads the settings that a program needs to migrate the database, from the same sources.
 *
 * @throws ConfigurationError when a setting cannot be used
 */
export function loadMigrationSettings(): Pick<Settings, 'database'> {
  return readMigrationSettings(loadEnvironment());
}

function loadEnvironment(): Environment {
  return { ...parse(readIfPresent(ENV_FILE) ?? ''), ...process.env };
}

function keptSecret(): string {
  try {
    const secret = readIfPresent(SECRET_FILE) ?? makeSecret();
    if (secret.trim() !== '') return secret.trim();
  } catch (error) {
    throw new ConfigurationError(
      'JWT_SECRET',
      `is not set, and none can be kept in ${SECRET_FILE} (${codeOf(error)}).`,
    );
  }
  throw new ConfigurationError('JWT_SECRET', `is not set, and ${SECRET_FILE}, where one should be kept, is empty.`);
}

/** Creates the file atomically with its content, so that programs that start together use the same secret. */
function makeSecret(): string {
  const draft = `${SECRET_FILE}.${randomUUID()}`;
  mkdirSync(dirname(SECRET_FILE), { recursive: true });
  writeFileSync(draft, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, SECRET_FILE);
  } catch (error) {
    // Another program created the file in the meantime: use its secret.
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(SECRET_FILE, 'utf8');
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException | undefined)?.code);
}
