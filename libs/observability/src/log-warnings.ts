import type { Logger } from 'pino';

/**
 * Logs Node's process warnings, such as a package's notice that it will drop this version of Node. By default Node prints
 * them as plain text, which breaks the rule of one JSON line for each log entry.
 */
export function logWarnings(logger: Logger): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => logger.warn({ err: warning }, warning.message));
}
