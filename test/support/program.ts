import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const RUNNER = resolve('test/support/run-typescript.cjs');
const START_PATIENCE_MS = 30_000;
const LONGEST_LIFE_MS = 200_000;

export interface ProgramOptions {
  /** The working directory, where the program keeps its data. */
  cwd: string;
  env?: Record<string, string>;
  /** The API when absent. */
  main?: string;
  /** What follows the program's name. */
  words?: readonly string[];
}

export interface End {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A program of ours that runs in a process of its own. */
export interface Program {
  process: ChildProcess;
  /** What it has written so far. */
  stdout(): string;
  /** Resolves when the process is over. */
  ended: Promise<End>;
}

/** Starts a program from its sources, with no other settings than these. */
export function startProgram({ cwd, env = {}, main = 'apps/api/src/main.ts', words = [] }: ProgramOptions): Program {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [RUNNER, resolve(main), ...words], {
    cwd,
    env: { PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A program that a failing test left behind ends all the same.
    timeout: LONGEST_LIFE_MS,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  return { process: child, stdout: () => stdout, ended };
}

/**
 * Waits until the program has written what matches.
 *
 * @throws Error when it ends before, or takes longer than half a minute
 */
export async function waitForOutput(program: Program, pattern: RegExp): Promise<RegExpExecArray> {
  const deadlineMs = performance.now() + START_PATIENCE_MS;
  let end: End | undefined;
  void program.ended.then((outcome) => (end = outcome));
  for (;;) {
    const match = pattern.exec(program.stdout());
    if (match) return match;
    if (end) throw new Error(`The program ended with ${end.code}: ${end.stderr}`);
    if (performance.now() > deadlineMs) throw new Error(`The program has written only: ${program.stdout()}`);
    await new Promise((next) => setTimeout(next, 20));
  }
}

/** Starts the API and waits until it listens. */
export async function startApi(options: ProgramOptions): Promise<Program & { url: string }> {
  const program = startProgram(options);
  const [, url = ''] = await waitForOutput(program, /CarQR listens at (\S+)/);
  return { ...program, url };
}
