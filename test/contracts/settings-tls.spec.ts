import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../support/certificates.js';
import { ConfigurationError, readSettings } from '@app/config';

const read = (env: Parameters<typeof readSettings>[0]) => readSettings(env, () => 'unused');
const directory = mkdtempSync(join(tmpdir(), 'carqr-ca-'));
const CA = join(directory, 'ca.pem');
const { cert, key } = makeCertificate(['127.0.0.1']);
writeFileSync(CA, cert);
writeFileSync(join(directory, 'key.pem'), key);

afterAll(() => rmSync(directory, { recursive: true }));

describe('TLS to MySQL', () => {
  it.each([
    ['mysql://u:p@db.internal/carqr', undefined],
    ['mysql://u:p@db.internal/carqr?ssl=false', undefined],
    ['mysql://u:p@db.internal/carqr?ssl=true', {}],
    [`mysql://u:p@db.internal/carqr?ssl=true&ca=${CA}`, { ca: cert }],
    [`mysql://u:p@db.internal/carqr?ca=${encodeURIComponent(CA)}&ssl=true`, { ca: cert }],
  ])('of %s', (url, tls) => {
    expect(read({ DATABASE_URL: url }).database).toEqual({
      kind: 'mysql',
      url,
      replicaUrls: [],
      poolSize: 10,
      ...(tls && { tls }),
    });
  });

  it.each([
    ['DATABASE_URL', 'mysql://u:hunter2@h/c?ssl=1', undefined],
    ['DATABASE_URL', 'mysql://u:hunter2@h/c?sslmode=require', undefined],
    ['DATABASE_URL', 'mysql://u:hunter2@h/c?ssl=true&ssl=false', undefined],
    ['DATABASE_URL', `mysql://u:hunter2@h/c?ca=${CA}`, undefined],
    ['DATABASE_URL', 'mysql://u:hunter2@h/c?ssl=true&ca=/nowhere/ca.pem', undefined],
    ['DATABASE_URL', `mysql://u:hunter2@h/c?ssl=true&ca=${directory}/key.pem`, undefined],
    ['DATABASE_URL', 'mysql://u:hunter2@10.0.0.1/c?ssl=true', undefined],
    ['DATABASE_URL', 'mysql://u:hunter2@[::1]/c?ssl=true', undefined],
    ['DATABASE_REPLICA_URLS', 'mysql://u:p@h/c?ssl=true', 'mysql://u:hunter2@r/c'],
    ['DATABASE_REPLICA_URLS', 'mysql://u:p@h/c', 'mysql://u:hunter2@r/c?ssl=true'],
    ['DATABASE_REPLICA_URLS', `mysql://u:p@h/c?ssl=true&ca=${CA}`, 'mysql://u:hunter2@r/c?ssl=true'],
  ])('stops the start over %s=%s, with replica %s', (variable, url, replica) => {
    const start = () => read({ DATABASE_URL: url, DATABASE_REPLICA_URLS: replica });
    expect(start).toThrow(ConfigurationError);
    expect(start).toThrow(new RegExp(`^${variable} (?!.*hunter2).+\\.$`));
  });
});

describe('TLS to Redis', () => {
  it.each([
    ['redis://h', { kind: 'single', url: 'redis://h' }],
    ['rediss://h', { kind: 'single', url: 'rediss://h', tls: {} }],
    [`rediss://:p@h/1?ca=${CA}`, { kind: 'single', url: 'rediss://:p@h/1', tls: { ca: cert } }],
    [
      `rediss+sentinel://:p@h1/main?ca=${CA}`,
      {
        kind: 'sentinel',
        sentinels: [{ host: 'h1', port: 26_379 }],
        name: 'main',
        password: 'p',
        tls: { ca: cert },
      },
    ],
    [`rediss+cluster://h1?ca=${CA}`, { kind: 'cluster', nodes: [{ host: 'h1', port: 6379 }], tls: { ca: cert } }],
  ])('of %s', (url, redis) => {
    expect(read({ REDIS_URL: url }).redis).toEqual(redis);
  });

  it.each([
    `redis://:hunter2@h?ca=${CA}`,
    `redis+sentinel://:hunter2@h/main?ca=${CA}`,
    'rediss://:hunter2@h?tls=off',
    'rediss://:hunter2@h?ca=/nowhere/ca.pem',
    `rediss+cluster://:hunter2@h?ca=${CA}&ca=${CA}`,
  ])('stops the start over %s', (url) => {
    const start = () => read({ REDIS_URL: url });
    expect(start).toThrow(ConfigurationError);
    expect(start).toThrow(/^REDIS_URL (?!.*hunter2).+\.$/);
  });
});
