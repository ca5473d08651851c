import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('the look for known holes in CI', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carqr-audit-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** @param answer what npm prints; it fails with it, as it does when it finds something or nobody answers */
  function look(answer: string): { status: number | null; stdout: string } {
    writeFileSync(join(folder, 'answer'), answer);
    writeFileSync(
      join(folder, 'npm'),
      `#!/bin/sh\n[ "$*" = 'audit --omit=dev --json' ] && cat ${folder}/answer\nexit 1\n`,
      {
        mode: 0o755,
      },
    );
    const env = { PATH: `${folder}:${process.env.PATH ?? ''}` };
    const { status, stdout } = spawnSync(process.execPath, ['.ci/audit.mjs'], { env, encoding: 'utf8' });
    return { status, stdout };
  }

  const reportOf = (severity: string): string =>
    JSON.stringify({ vulnerabilities: { fastify: { name: 'fastify', severity, range: '<5.12.9' } } });

  it('fails for a critical one, by name', () => {
    expect(look(reportOf('critical'))).toEqual({
      status: 1,
      stdout: expect.stringContaining('critical: fastify <5.12.9\n'),
    });
  });

  it('lists one that may wait for its days', () => {
    expect(look(reportOf('high'))).toEqual({ status: 0, stdout: expect.stringContaining('high: fastify <5.12.9\n') });
  });

  it.each(['{"message":"405 Method Not Allowed","error":{"code":"EAUDITNOLOCK"}}', ''])(
    'says that no registry answered: %j',
    (answer) => {
      expect(look(answer)).toEqual({ status: 0, stdout: expect.stringMatching(/^No registry answered: /) });
    },
  );

  it('is part of CI', () => {
    expect(readFileSync('.ci/run', 'utf8')).toContain('node .ci/audit.mjs');
  });
});
