import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, CommonErrors } from '@app/http';
import { MAX_BODY_BYTES } from '../../libs/http/src/server.js';
import { toErrorBody } from '../../libs/http/src/error-body.js';
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
  ).filter((name) => name.includes('_') || ['HOST', 'PORT'].includes(name));

  it('are found', () => {
    expect(names).toEqual(expect.arrayContaining(['ALLOW_INSECURE', 'DATABASE_URL', 'HOST', 'JWT_SECRET', 'PORT']));
  });

  it('are all in the table of docs/operations.md', () => {
    const rows = read('docs/operations.md')
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) =>
        line
          .split('|')[1]!
          .split(',')
          .map((name) => name.trim()),
      );
    expect(rows.flat()).toEqual(expect.arrayContaining(names));
  });

  it('are all in .env.example, which gives away no secret', () => {
    const example = read('.env.example');
    expect(findAll(example, /^#?([A-Z][A-Z0-9_]*)=/gm)).toEqual(expect.arrayContaining(names));
    for (const name of ['JWT_SECRET', 'MYSQL_PASSWORD', 'REDIS_PASSWORD', 'AWS_SECRET_ACCESS_KEY']) {
      expect(example).toMatch(new RegExp(`^${name}=$`, 'm'));
    }
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
    const exported = new Set(findAll(text, /^# TYPE (\S+)/gm));
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

  it('leads to a runbook that there is', () => {
    const headings = findAll(read('docs/operations.md'), /^#+ (.+)$/gm).map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(headings).toEqual(expect.arrayContaining(findAll(rules, /runbook: docs\/operations\.md#(\S+)/g)));
  });
});

describe('the proxy', () => {
  const proxy = read('deploy/nginx.conf');

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

  it('takes bodies as large as the server does', () => {
    expect(proxy).toContain(`client_max_body_size ${MAX_BODY_BYTES / 1024}k;`);
  });
});
