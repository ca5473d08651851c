import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AppError, CommonErrors } from '@app/http';
import { MAX_BODY_BYTES } from '../../libs/http/src/server.js';
import { toErrorBody } from '../../libs/http/src/error-body.js';
import { getBlock } from '../support/documents.mjs';
import { type TestApp, startApp } from '../support/start-app.js';

const read = (path: string): string => readFileSync(path, 'utf8');
const unique = (names: Iterable<string>): string[] => [...new Set(names)].sort();
const findAll = (text: string, pattern: RegExp): string[] =>
  unique([...text.matchAll(pattern)].map(([, name]) => name!));

describe('the settings', () => {
  const SOURCES = 'libs/config/src';
  /** What libs/config reads is named there in quotes, in capitals; codes of the system such as ENOENT are no settings. */
  const names = findAll(
    readdirSync(SOURCES)
      .filter((file) => !file.endsWith('.spec.ts'))
      .map((file) => read(join(SOURCES, file)))
      .join('\n'),
    /'((?!E[A-Z]+')[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'/g,
  ).filter((name) => name.includes('_') || ['DOCS', 'HOST', 'PORT'].includes(name));

  it('are found', () => {
    expect(names).toEqual(expect.arrayContaining(['ALLOW_INSECURE', 'DATABASE_URL', 'HOST', 'JWT_SECRET', 'PORT']));
  });

  it('are those of the table of docs/operations.md, no more and no less', () => {
    const table = /^\| variable \|.*\n((?:\|.*\n)+)/m.exec(read('docs/operations.md'))?.[1] ?? '';
    const rows = table.split('\n').flatMap((line) => findAll(line.split('|')[1] ?? '', /([A-Z][A-Z0-9_]+)/g));
    expect(unique(rows)).toEqual(unique(names));
  });

  it('are those of .env.example and of docker-compose.yml, but for what is the stack’s own', () => {
    const example = read('.env.example');
    const compose = read('docker-compose.yml') + read('docker-compose.tls.yml');
    const own = findAll(compose, /\$\{([A-Z][A-Z0-9_]*)/g).filter((name) => !names.includes(name));
    expect(own).toEqual([
      'CARQR_BACKUP_DIR',
      'CARQR_KEEP_DAYS',
      'CARQR_VERSION',
      'HTTPS_PORT',
      'HTTP_PORT',
      'JWT_SECRET_PREVIOUS_FILE',
    ]);
    expect(findAll(example, /^#?([A-Z][A-Z0-9_]*)=/gm)).toEqual(unique([...names, ...own]));
    const decided = findAll(example.slice(example.indexOf('decides itself')), /^#([A-Z][A-Z0-9_]*)=/gm);
    const passed = findAll(compose, /^ {4}([A-Z][A-Z0-9_]*): .*\$\{\1\b/gm);
    expect(unique([...decided, ...passed])).toEqual(unique([...names, 'JWT_SECRET_PREVIOUS_FILE']));
  });

  it.each(['.env.example', 'docker-compose.yml'])('are made by the lines with which %s begins', (file) => {
    const lines = read(file).match(/(?<=^# {3}).*\n/gm) ?? [];
    for (const document of ['docs/operations.md', 'README.md']) {
      expect(getBlock(document, 'sh', 'compose').text).toBe(lines.join(''));
    }
  });

  it('give away no secret in .env.example', () => {
    const secrets = findAll(read('.env.example'), /^#?([A-Z_]*(?:SECRET|PASSWORD)[A-Z_]*)(?<!_FILE)=/gm);
    expect(secrets).toContain('JWT_SECRET');
    for (const name of secrets) expect(read('.env.example')).toMatch(new RegExp(`^#?${name}=$`, 'm'));
  });
});

describe('what operators are told of', () => {
  const rules = read('deploy/prometheus-rules.yml');
  const queries = rules + read('deploy/grafana-dashboard.json');
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it('are figures that the server exports, and Prometheus’ own', async () => {
    const { text } = await app.api.get('/metrics');
    // Backups are recorded by their script, for the node exporter.
    const exported = new Set(findAll(text + read('deploy/backup.sh'), /^# TYPE (\S+)/gm));
    const named = findAll(queries, /([a-zA-Z_:][a-zA-Z0-9_:]*)\{/g).filter((name) => name !== 'up');
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !exported.has(name.replace(/_(?:bucket|count|sum)$/, '')))).toEqual([]);
  });

  it('concerns routes that there are', () => {
    const { paths } = JSON.parse(read('openapi.json')) as { paths: object };
    const named = findAll(queries, /route="([^"]+)"/g);
    expect(named).toContain('/auth/otp/request');
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(named));
  });

  it('is each kind of payment that docs/payments.md says to look at, and no other', () => {
    const watch =
      read('docs/payments.md')
        .split(/^## /m)
        .find((section) => section.startsWith('Watch')) ?? '';
    const events = findAll(watch, /^\| `(payment_\w+)` \|/gm);
    expect(events.length).toBeGreaterThan(3);
    expect(findAll(rules, /\b(payment_\w+)/g)).toEqual(events);
    const source = readdirSync('libs/payments/src')
      .filter((file) => file.endsWith('.ts'))
      .map((file) => read(join('libs/payments/src', file)))
      .join('\n');
    for (const event of events) expect(source).toContain(`'${event}'`);
  });

  it('leads to a runbook that there is', () => {
    const runbooks = [...rules.matchAll(/runbook: (\S+)#(\S+)/g)];
    expect(runbooks).toHaveLength(rules.match(/- alert:/g)!.length);
    for (const [, path = '', anchor] of runbooks) {
      const headings = findAll(read(path), /^#+ (.+)$/gm).map((heading) =>
        heading
          .toLowerCase()
          .replace(/[^\w\s-]/g, '')
          .replaceAll(' ', '-'),
      );
      expect(headings).toContain(anchor);
    }
  });
});

describe('the proxy', () => {
  const proxy = read('deploy/nginx.conf');

  it('has no location for the page in one letter case only: stickers say /s/, older ones /S/', () => {
    const locations = [...proxy.matchAll(/^ *location ([^{]*)\{/gm)].map(([, pattern = '']) => pattern);
    expect(locations).toContain('/ ');
    expect(locations.filter((pattern) => !pattern.startsWith('~*') && /\/s(\/|\b)/i.test(pattern))).toEqual([]);
  });

  it('refuses in the very words of the server', () => {
    for (const [name, retryAfterSeconds] of [
      ['INVALID_REQUEST'],
      ['NOT_FOUND'],
      ['PAYLOAD_TOO_LARGE'],
      ['SERVICE_UNAVAILABLE', 5],
    ] as const) {
      const definition = CommonErrors[name];
      const body = JSON.stringify(toErrorBody(new AppError(definition, {}, { retryAfterSeconds }), '$request_id'));
      expect(proxy).toContain(`return ${definition.status} '${body}';`);
    }
  });

  it('puts every status that nginx has of itself into an envelope', () => {
    const server = proxy.slice(0, proxy.indexOf('server {'));
    const handled = findAll(server, /^ *error_page ([\d ]+)/gm).flatMap((statuses) => statuses.trim().split(' '));
    const own = ['400', '404', '405', '408', '413', '414', '431', '494', '500', '501', '502', '503', '504', '505'];
    expect(unique(handled)).toEqual(own);
  });

  it.each([
    ['unreadable', 400, 'error_page 400 408 414 431 494 505 /-/page/unreadable;'],
    ['too-large', 413, 'error_page 413 /-/page/too-large;'],
    ['unavailable', 503, 'error_page 500 502 503 504 =503 /-/page/unavailable;'],
  ])('shows a page in both languages to whoever scans a sticker, for what is %s', (name, status, rule) => {
    const [, pages = ''] = /location ~\* \^\/\(s\(\/\|\$\)\|\$\) \{(.*?)\n {4}\}/s.exec(proxy) ?? [];
    expect(pages).toContain(rule);
    const [, page = ''] = new RegExp(`location = /-/page/${name} \\{(.*?)\\n {4}\\}`, 's').exec(proxy) ?? [];
    expect(page).toContain('internal;');
    expect(page).toContain("default_type 'text/html; charset=utf-8';");
    expect(page).toContain("default-src 'none'");
    expect(page).toMatch(
      new RegExp(`return ${status} '<!doctype html><html lang="en">[^']+<section lang="hi">[^']+';`),
    );
    expect(page).not.toMatch(/<script|src=|href=|url\(/);
  });

  it('compresses text, and marks it for caches', () => {
    expect(proxy).toMatch(/^ {2}gzip on;$/m);
    expect(proxy).toMatch(/^ {2}gzip_vary on;$/m);
    for (const type of ['application/json', 'image/svg+xml'])
      expect(proxy).toMatch(new RegExp(`gzip_types .*${type.replace('+', '\\+')}`));
  });

  it('takes bodies as large as the server does', () => {
    expect(proxy).toContain(`client_max_body_size ${MAX_BODY_BYTES / 1024}k;`);
  });
});

describe('what a proxy must publish, by docs/operations.md', () => {
  const table = /^## What must not be published\n[^#]*?\n((?:\|.*\n)+)/m.exec(read('docs/operations.md'))?.[1] ?? '';
  const published = findAll(table, /^\| `\/([^/`]+)/gm);

  it('is each path to which the server leads people', () => {
    const sources = readdirSync('libs', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
      .map((path) => read(join('libs', path)))
      .join('\n');
    const linked = findAll(sources, /publicUrl\}\/([\w-]+)\//g);
    expect(linked).toEqual(expect.arrayContaining(['S', 'api', 'mail']));
    expect(published).toEqual(expect.arrayContaining(linked));
  });

  it('is nothing that deploy/nginx.conf keeps from the public', () => {
    const [, kept = ''] = /location ~\* \^\(\/api\/v1\)\?\/\(([a-z|]+)\)/.exec(read('deploy/nginx.conf')) ?? [];
    expect(kept.split('|')).toContain('dev');
    expect(published.filter((path) => kept.split('|').includes(path))).toEqual([]);
  });
});

describe('the dashboard', () => {
  it.each(['notifications_outbox', 'carqr_sms_total', 'carqr_backup_last_success_timestamp_seconds'])(
    'shows %s',
    (figure) => {
      expect(read('deploy/grafana-dashboard.json')).toContain(`${figure}{`);
    },
  );
});

describe('the image', () => {
  it('is made of sources and settings of the build alone: no history, no .env, no data, no tests', () => {
    const [first, ...others] = (read('.dockerignore').match(/^[^#\n].*$/gm) ?? []) as string[];
    const admitted = others.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(first).toBe('*');
    expect(admitted.filter((path) => !/^(apps|libs|deploy\/\S+|\.npmrc|[\w.-]+\.(json|ts))$/.test(path))).toEqual([]);
    expect(others).toContain('**/*.spec.ts');
  });
});

describe('the packages of the image', () => {
  const folder = mkdtempSync(join(tmpdir(), 'carqr-packages-'));
  const packages = {
    '': {},
    'node_modules/mailer': {},
    'node_modules/mailer/node_modules/templates': { optional: true },
    'node_modules/templates': { optional: true },
    'node_modules/@native/linux-x64': { optional: true, os: ['linux'], cpu: ['x64'] },
    'node_modules/msgpackr-extract': { optional: true },
    'node_modules/@fontsource/noto-sans': {},
  };
  const put = (path: string, content = ''): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };

  beforeAll(() => {
    put('package-lock.json', JSON.stringify({ packages }));
    for (const path of Object.keys(packages).slice(1)) put(`${path}/index.js`);
    for (const font of ['600-normal.woff', '600-italic.woff', '600-normal.woff2']) {
      put(`node_modules/@fontsource/noto-sans/files/noto-sans-latin-${font}`);
    }
    put('node_modules/mailer/index.d.ts');
    execFileSync('sh', ['deploy/prune-packages.sh', join(folder, 'node_modules')]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    'mailer/index.js',
    '@native/linux-x64/index.js',
    'msgpackr-extract/index.js',
    '@fontsource/noto-sans/files/noto-sans-latin-600-normal.woff',
  ])('keep %s, which the programs load', (path) => {
    expect(existsSync(join(folder, 'node_modules', path))).toBe(true);
  });

  it.each([
    'mailer/index.d.ts',
    'mailer/node_modules',
    'templates',
    '@fontsource/noto-sans/files/noto-sans-latin-600-italic.woff',
    '@fontsource/noto-sans/files/noto-sans-latin-600-normal.woff2',
  ])('leave out %s', (path) => {
    expect(existsSync(join(folder, 'node_modules', path))).toBe(false);
  });
});
