import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getBlock } from '../support/documents.mjs';

describe('commands of docs/operations.md of which a part fails', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carqr-commands-'));
    copyFileSync('.env.example', join(folder, '.env.example'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A program that takes the place of a real one. */
  function replace(name: string, script: string): void {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }

  function run(note: string): { status: number | null; calls: string[] } {
    const env = { PATH: `${folder}:${process.env.PATH ?? ''}`, CALLS: join(folder, 'calls') };
    writeFileSync(env.CALLS, '');
    const { text } = getBlock('docs/operations.md', 'sh', note);
    const { status } = spawnSync('bash', ['-c', text], { cwd: folder, env, encoding: 'utf8' });
    return { status, calls: readFileSync(env.CALLS, 'utf8').trim().split('\n') };
  }

  const readSecrets = (): string[] =>
    readFileSync(join(folder, '.env'), 'utf8').match(/^(?:\w+_SECRET|\w+_PASSWORD|AWS_SECRET_ACCESS_KEY)=.*$/gm) ?? [];

  it('write no secret that openssl did not make, and fill in the rest when they are run again', () => {
    replace('docker', 'echo "$@" >> "$CALLS"');
    replace('openssl', '[ "$(grep -c "=0123456789abcdef$" .env)" -lt 2 ] && echo 0123456789abcdef');
    run('compose');
    expect(readSecrets().filter((line) => line.endsWith('=0123456789abcdef'))).toHaveLength(2);
    replace('openssl', 'echo fedcba9876543210');
    run('compose');
    expect(readSecrets().filter((line) => line.endsWith('=0123456789abcdef'))).toHaveLength(2);
    expect(readSecrets().filter((line) => line.endsWith('=fedcba9876543210'))).toHaveLength(4);
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['build', ['compose build']],
    ['migrate', ['compose build', 'compose run --rm migrate']],
    ['api-1', ['compose build', 'compose run --rm migrate', 'compose up --detach --no-deps --wait api-1']],
  ])('leave the other instances on the old version when a release fails at %s', (failing, calls) => {
    replace('docker', `echo "$@" >> "$CALLS"\ncase "$*" in *${failing}*) exit 1 ;; esac`);
    expect(run('compose release')).toEqual({ status: 1, calls });
  });

  it('are what cron runs, with settings that the script reads', () => {
    const { text } = getBlock('docs/operations.md', 'cron', 'job');
    const { text: command } = getBlock('docs/operations.md', 'sh', 'backup');
    expect(text).toContain(`/opt/carqr/${command.trim()} >/dev/null\n`);
    const script = readFileSync('deploy/backup.sh', 'utf8');
    for (const [, name] of text.matchAll(/^(\w+)=/gm)) expect(script).toContain(`\${${name}:-}`);
  });

  it('record no copy of the bucket that was not made', () => {
    replace('aws', 'exit 1');
    execFileSync('mkdir', [join(folder, 'deploy')]);
    replace('deploy/backup.sh', 'echo "$@" >> "$CALLS"');
    expect(run('backup of the bucket')).toEqual({ status: 1, calls: [''] });
    replace('aws', 'exit 0');
    expect(run('backup of the bucket')).toEqual({ status: 0, calls: ['record files'] });
  });
});
