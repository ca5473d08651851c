import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';
import { maskPersonalData } from './mask.js';

/** Errors in these contexts abort the start, which the program logs itself. */
const STARTERS = new Set<unknown>(['ExceptionHandler', 'NestApplication', 'TypeOrmModule']);

/** Routes Nest's Logger to the program's own logger. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  /** A sentence is for developers; an object with a `msg` is an event, for operators. */
  log(message: unknown, ...rest: unknown[]): void {
    if (typeof message === 'object' && message !== null && 'msg' in message) this.logger.info(message);
    else this.logger.debug(...this.line(message, rest));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(...this.line(message, rest));
  }

  error(message: unknown, ...rest: unknown[]): void {
    if (STARTERS.has(rest.at(-1))) return;
    this.logger.error(...this.line(message, rest));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.fatal(...this.line(message, rest));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(...this.line(message, rest));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.trace(...this.line(message, rest));
  }

  /** Nest passes the context last, preceded by a stack or an error for errors. */
  private line(message: unknown, rest: unknown[]): [object, string] {
    const context = typeof rest.at(-1) === 'string' ? rest.at(-1) : undefined;
    const error = [message, ...rest].find((part) => part instanceof Error);
    const text = message instanceof Error ? message.message : String(message);
    return [{ ...(context !== undefined && { context }), ...(error && { err: error }) }, maskPersonalData(text)];
  }
}
