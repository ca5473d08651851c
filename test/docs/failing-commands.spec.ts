import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getBlock } from '../support/documents.mjs';

describe('commands of docs/operations.md of which a part fails', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carqr-commands-'));
    for (const file of ['.env.example', 'deploy/make-secrets.sh']) cpSync(file, join(folder, file));
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

  const listSecrets = (): string[] => (existsSync(join(folder, 'secrets')) ? readdirSync(join(folder, 'secrets')) : []);
  const readSecret = (name: string): string => readFileSync(join(folder, 'secrets', name), 'utf8');

  it.each(['rand', 'genpkey', 'req'])('make no secret at all and start nothing when `openssl %s` fails', (failing) => {
    replace('docker', 'echo "$@" >> "$CALLS"');
    replace('openssl', `[ "$1" = ${failing} ] && exit 1\necho made`);
    expect(run('compose')).toEqual({ status: 1, calls: [''] });
    expect(listSecrets()).toEqual([]);
  });

  it('make only the secrets that are missing when they are run again, of which the first to fail makes none', () => {
    replace('docker', 'echo "$@" >> "$CALLS"');
    replace('openssl', 'echo first');
    expect(run('compose')).toEqual({ status: 0, calls: ['compose up --build --detach'] });
    writeFileSync(join(folder, '.env'), 'HTTP_PORT=1\n');
    const kept = listSecrets();
    for (const name of ['jwt_secret', 'redis_password', 'redis_url']) rmSync(join(folder, 'secrets', name));
    const left = listSecrets();

    replace('openssl', '[ -e failed ] && exit 1\ntouch failed\necho second');
    expect(run('compose')).toEqual({ status: 1, calls: [''] });
    expect(listSecrets()).toEqual(left);

    replace('openssl', 'echo third');
    expect(run('compose')).toEqual({ status: 0, calls: ['compose up --build --detach'] });
    expect(listSecrets()).toEqual(kept);
    const read = ['jwt_secret', 'redis_password', 'redis_conf', 'mysql_app_password', 'inside_key'].map(readSecret);
    expect(read).toEqual(['third\n', 'third\n', 'requirepass first\n', 'first\n', 'first\n']);
    expect(readSecret('redis_url')).toContain(':third@redis');
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe('HTTP_PORT=1\n');
  });

  it.each([
    ['build', ['compose build']],
    ['migrate', ['compose build', 'compose run --rm migrate']],
    ['grants', ['compose build', 'compose run --rm migrate', 'compose run --rm grants']],
    [
      'api-1',
      [
        'compose build',
        'compose run --rm migrate',
        'compose run --rm grants',
        'compose up --detach --no-deps --wait api-1',
      ],
    ],
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
    replace('deploy/backup.sh', 'echo "$@" >> "$CALLS"');
    expect(run('backup of the bucket')).toEqual({ status: 1, calls: [''] });
    replace('aws', 'exit 0');
    expect(run('backup of the bucket')).toEqual({ status: 0, calls: ['record files'] });
  });
});
