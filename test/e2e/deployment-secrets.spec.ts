import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { createRequire } from 'node:module';
import { readSettings } from '@app/config';
import { getBlock } from '../support/documents.mjs';

/** YAML's own parser is a package of Nest's. */
const { load } = createRequire(require.resolve('@nestjs/swagger'))('js-yaml') as { load: (text: string) => unknown };

interface Service {
  image: string;
  command?: unknown;
  entrypoint?: unknown;
  environment?: Record<string, string>;
  secrets?: (string | { source: string })[];
}
interface Stack {
  services: Record<string, Service>;
  secrets: Record<string, { file: string }>;
}

const read = (path: string): string => readFileSync(path, 'utf8');

/** A service with what it merges; the parser leaves `<<` as it is. */
function merge({ '<<': base, ...own }: Service & { '<<'?: Service }): Service {
  return { ...(base && merge(base)), ...own };
}

function readStack(path: string): Stack {
  const { services, secrets } = load(read(path)) as Stack;
  return { services: Object.fromEntries(Object.entries(services).map(([name, it]) => [name, merge(it)])), secrets };
}

const { services, secrets } = readStack('docker-compose.yml');
const secretsOf = (name: string): string[] =>
  (services[name]?.secrets ?? []).map((secret) => (typeof secret === 'string' ? secret : secret.source)).sort();

describe('the secrets of the stack', () => {
  const directory = mkdtempSync(join(tmpdir(), 'carqr-stack-'));
  const make = (): void => void execFileSync('sh', [resolve('deploy/make-secrets.sh')], { cwd: directory });
  const value = (name: string): string => read(join(directory, 'secrets', name));

  beforeAll(make);
  afterAll(() => rmSync(directory, { recursive: true }));

  it('are made, each of them and no other that is not part of one', () => {
    const parts = ['store_app_password'];
    expect(readdirSync(join(directory, 'secrets')).sort()).toEqual([...Object.keys(secrets), ...parts].sort());
    for (const [name, { file }] of Object.entries(secrets)) expect(file).toBe(`./secrets/${name}`);
    expect(statSync(join(directory, 'secrets')).mode & 0o777).toBe(0o700);
  });

  it('are kept when they are made again', () => {
    const before = [value('jwt_secret'), value('database_url'), value('inside_key')];
    writeFileSync(join(directory, 'secrets', 'sms_url'), 'msg91://key@/?template=x\n');
    make();
    expect([value('jwt_secret'), value('database_url'), value('inside_key')]).toEqual(before);
    expect(value('sms_url')).toBe('msg91://key@/?template=x\n');
  });

  it('are taken by the programs, in production', () => {
    const inside = join(directory, 'secrets', 'inside_certificate');
    // What docker-compose takes from .env is left out here.
    const given = Object.entries(services['api-1']?.environment ?? {}).filter(([, text]) => !text.startsWith('${'));
    const here = given.map(([name, text]) => [name, text.replace('/run/secrets', join(directory, 'secrets'))]);
    const env = Object.fromEntries(here) as Record<string, string>;
    for (const name of ['database_url', 'redis_url']) {
      const path = join(directory, 'secrets', name);
      writeFileSync(path, value(name).replace('/run/secrets/inside_certificate', inside));
    }
    const more = { PUBLIC_URL: 'https://carqr.in', STORAGE_URL: '', MAIL_FROM: 'hello@carqr.in', RAZORPAY_URL: '' };
    const settings = readSettings({ ...env, ...more, ALLOW_INSECURE: 'preview,simulator' }, () => 'unused');
    const tls = { ca: value('inside_certificate') };
    expect(settings).toMatchObject({ database: { kind: 'mysql', tls }, redis: { kind: 'single', tls } });
    expect(new X509Certificate(tls.ca).checkHost('redis')).toBe('redis');
  });

  it('are given to those alone that need them', () => {
    expect(secretsOf('migrate')).toEqual(['inside_certificate', 'migrate_database_url']);
    expect(secretsOf('bucket')).toEqual(['inside_certificate', 'store_root_password']);
    expect(secretsOf('backup')).toEqual(['backup_options', 'inside_certificate']);
    expect(secretsOf('nginx')).toEqual(['inside_certificate']);
    for (const program of ['api-1', 'api-2', 'worker']) {
      expect(secretsOf(program)).toContain('jwt_secret');
      expect(
        secretsOf(program).filter((name) => /root|migrate|backup|inside_key|_conf|users|app_password/.test(name)),
      ).toEqual([]);
    }
    const users = Object.keys(services).filter((name) => secretsOf(name).includes('inside_key'));
    expect(users.sort()).toEqual(['mailpit', 'mysql', 'redis', 'store']);
  });

  it('let the backup of the stack do what docs/operations.md lets an account for backups do, and no more', () => {
    const rights = (text: string, account: string): string[] =>
      [...text.matchAll(/GRANT (.+ ON .+) TO (\S+@\S+?)[;"\n]/g)].filter((it) => it[2] === account).map((it) => it[1]!);
    const documented = rights(getBlock('docs/operations.md', 'sh', 'rights').text, "backup@'HOST'");
    expect(documented).toHaveLength(2);
    expect(rights(read('deploy/mysql/accounts.sh'), "'carqr_backup'@'%'")).toEqual(documented);
    expect(value('backup_options')).toContain(`user=carqr_backup\npassword=${value('mysql_backup_password')}`);
  });

  it('are in no environment and on no command line', () => {
    for (const { environment = {}, command, entrypoint } of Object.values(services)) {
      expect(
        Object.keys(environment).filter((name) => /(PASSWORD|SECRET(?!S)|TOKEN)[A-Z_]*(?<!_FILE)$/.test(name)),
      ).toEqual([]);
      expect(JSON.stringify([command, entrypoint])).not.toMatch(/\$\{/);
    }
  });
});

describe('the images', () => {
  it('are pinned by the digests that the registry says', () => {
    const directory = mkdtempSync(join(tmpdir(), 'carqr-pins-'));
    const docker = join(directory, 'docker');
    const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
    const pin = (letter: string): void => {
      writeFileSync(docker, `#!/bin/sh\n[ "$1 $2 $3" = "buildx imagetools inspect" ] && echo ${digest(letter)}\n`);
      chmodSync(docker, 0o755);
      const env = { ...process.env, PATH: `${directory}:${process.env.PATH ?? ''}` };
      execFileSync('sh', [resolve('deploy/pin-images.sh')], { cwd: directory, env });
    };
    for (const file of ['docker-compose.yml', 'Dockerfile']) cpSync(file, join(directory, file));
    pin('a');
    pin('b');
    const pinned = readStack(join(directory, 'docker-compose.yml'));
    for (const [name, { image }] of Object.entries(services)) {
      const isOurs = image.startsWith('carqr:');
      const plain = image.replace(/@.*/, '');
      expect(pinned.services[name]?.image).toBe(isOurs ? image : `${plain}@${digest('b')}`);
    }
    expect(read(join(directory, 'Dockerfile'))).toMatch(new RegExp(`^ARG NODE=node:[^@\\n]+@${digest('b')}$`, 'm'));
    rmSync(directory, { recursive: true });
  });

  it('list the packages that are in them', () => {
    const directory = mkdtempSync(join(tmpdir(), 'carqr-sbom-'));
    for (const [name, license] of [
      ['here', 'MIT'],
      ['@scope/there', 'ISC'],
      ['pruned', 'MIT'],
    ] as const) {
      mkdirSync(join(directory, 'node_modules', name), { recursive: true });
      const manifest = JSON.stringify({ name, version: '1.2.3', license });
      if (name !== 'pruned') writeFileSync(join(directory, 'node_modules', name, 'package.json'), manifest);
    }
    const integrity = `sha512-${Buffer.from('digest').toString('base64')}`;
    const lock = {
      '': {},
      'node_modules/here': { integrity },
      'node_modules/@scope/there': {},
      'node_modules/pruned': {},
    };
    writeFileSync(join(directory, 'package-lock.json'), JSON.stringify({ packages: lock }));
    const output = execFileSync('node', ['deploy/sbom.mjs', join(directory, 'node_modules')], { encoding: 'utf8' });
    const { bomFormat, specVersion, components } = JSON.parse(output) as Record<string, unknown>;
    expect({ bomFormat, specVersion }).toEqual({ bomFormat: 'CycloneDX', specVersion: '1.6' });
    expect(components).toMatchObject([
      {
        purl: 'pkg:npm/here@1.2.3',
        licenses: [{ expression: 'MIT' }],
        hashes: [{ alg: 'SHA-512', content: Buffer.from('digest').toString('hex') }],
      },
      { purl: 'pkg:npm/%40scope/there@1.2.3', licenses: [{ expression: 'ISC' }] },
    ]);
    rmSync(directory, { recursive: true });
  });
});
