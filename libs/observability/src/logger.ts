import { type DestinationStream, type Logger, destination, pino } from 'pino';
import type { Settings } from '@app/config';
import { maskPersonalData } from './mask.js';
import { currentTrace } from './request-trace.js';

/** Buffer size: about forty lines a write, so that not every line costs a system call. */
const BUFFER_BYTES = 8192;
const FLUSH_INTERVAL_MS = 1000;

/**
 * The program's logger: JSON lines on standard output, written asynchronously.
 *
 * @param sink where the lines go instead, for tests
 */
export function createLogger(settings: Settings, sink?: DestinationStream): Logger {
  const stream = sink ?? createOutput();
  return pino(
    {
      level: settings.logLevel,
      base: undefined,
      // A copy: pino adds the fields of the line to it.
      mixin: () => ({ ...currentTrace() }),
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    stream,
  );
}

function createOutput(): DestinationStream {
  const output = destination({ sync: false, minLength: BUFFER_BYTES });
  setInterval(() => output.flush(), FLUSH_INTERVAL_MS).unref();
  process.on('exit', () => output.flushSync());
  return output;
}

/** Keeps only what helps to find a defect, masked: drivers put whole statements and their parameters into errors. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: maskPersonalData(String(error)) };
  const code: unknown = (error as NodeJS.ErrnoException).code;
  return {
    type: error.name,
    message: maskPersonalData(error.message),
    ...(typeof code === 'string' && { code }),
    ...(error.stack && { stack: maskPersonalData(error.stack) }),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}
