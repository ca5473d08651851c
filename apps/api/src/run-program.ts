import { ConfigurationError } from '@app/config';
import { DatabaseStartError } from '@app/database';

/** How long an orderly end may take before the process ends anyhow. */
const STOP_TIMEOUT_MS = 60_000;

/**
 * Runs a program until it is told to stop: SIGTERM and SIGINT end it in order, and it exits with 0.
 *
 * @param start starts the program and returns what stops it; a bad setting or a missing service ends with one sentence
 */
export async function runProgram(start: () => Promise<() => Promise<void>>): Promise<void> {
  try {
    const stop = await start();
    // A worker on the embedded database waits for nothing but time, on which Node would end the process.
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

/** @throws ConfigurationError for a program that takes no arguments, so that `--help` or a typo changes nothing */
export function refuseArguments(program: string): void {
  if (process.argv.length > 2) throw new ConfigurationError(`npm run ${program}`, 'takes no arguments.');
}

/** Operators read a sentence; only what nobody foresaw shows its stack. */
function fail(error: unknown): never {
  const isForeseen = error instanceof ConfigurationError || error instanceof DatabaseStartError;
  const text = error instanceof Error ? (isForeseen ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
