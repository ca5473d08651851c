import { ConfigurationError } from '@app/config';
import { DatabaseStartError } from '@app/database';

/** The process exits after this time even if the graceful shutdown hangs. */
const STOP_TIMEOUT_MS = 60_000;

/**
 * Runs a program until SIGTERM or SIGINT, then shuts it down gracefully and exits with 0.
 *
 * @param start starts the program and returns a function that stops it; for a bad setting or a missing service the process
 *   exits with one sentence
 */
export async function runProgram(start: () => Promise<() => Promise<void>>): Promise<void> {
  try {
    const stop = await start();
    // A worker on the embedded database has only unref'd timers, so without this Node would exit.
    setInterval(() => undefined, STOP_TIMEOUT_MS);
    let isStopping = false;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (isStopping) return;
        isStopping = true;
        setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
        stop().then(
          () => process.exit(0),
          (error: unknown) => fail(error),
        );
      });
    }
  } catch (error) {
    fail(error);
  }
}

/** @throws ConfigurationError when there are arguments, so that `--help` or a typo changes nothing */
export function refuseArguments(program: string): void {
  if (process.argv.length > 2) throw new ConfigurationError(`npm run ${program}`, 'takes no arguments.');
}

/** Prints a sentence for expected errors, and the stack for all others. */
function fail(error: unknown): never {
  const isExpected = error instanceof ConfigurationError || error instanceof DatabaseStartError;
  const text = error instanceof Error ? (isExpected ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
