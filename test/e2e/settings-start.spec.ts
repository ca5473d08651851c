import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type End, startProgram, waitForOutput } from '../support/program.js';
import { createTestDatabase, isServerTested } from '../support/test-database.js';

jest.setTimeout(90_000);

describe('a program that cannot start', () => {
  let cwd: string;

  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'carqr-start-'));
    await writeFile(join(cwd, '.env'), 'REDIS_URL=redis://:hunter2@nowhere/x\n');
  });

  afterAll(() => rm(cwd, { recursive: true, force: true }));

  const run = (env: Record<string, string>, main?: string): Promise<End> =>
    startProgram({ cwd, env, ...(main && { main }) }).ended;

  it('because of a bad setting, in the environment or in its .env file, says so in one sentence', async () => {
    const ends = await Promise.all([
      run({ LOG_LEVEL: 'loud' }),
      run({}, 'apps/worker/src/main.ts'),
      run({ DATABASE_URL: 'postgres://u:hunter2@h/c' }, 'apps/api/src/migrate.ts'),
    ]);
    expect(ends).toEqual([
      { code: 1, stdout: '', stderr: expect.stringMatching(/^LOG_LEVEL must be [^\n]+\.\n$/) },
      { code: 1, stdout: '', stderr: expect.stringMatching(/^REDIS_URL must be (?!.*hunter2)[^\n]+\.\n$/) },
      { code: 1, stdout: '', stderr: expect.stringMatching(/^DATABASE_URL must look like (?!.*hunter2)[^\n]+\.\n$/) },
    ]);
  });

  it('because of a secret’s file says so in one sentence, and migrating asks for the database’s alone', async () => {
    const env = { NODE_ENV: 'production', DATABASE_URL: 'sqlite:./migrated.db', ALLOW_INSECURE: 'embedded' };
    const JWT_SECRET_FILE = join(cwd, 'missing');
    const [api, migrated] = await Promise.all([
      run({ ...env, JWT_SECRET_FILE, REDIS_URL: 'memory:' }),
      run({ ...env, JWT_SECRET_FILE }, 'apps/api/src/migrate.ts'),
    ]);
    const stderr = `JWT_SECRET_FILE names the file ${JWT_SECRET_FILE}, which cannot be read (ENOENT).\n`;
    expect(api).toEqual({ code: 1, stdout: '', stderr });
    expect(migrated).toEqual({ code: 0, stdout: expect.stringMatching(/^Migrated: /), stderr: '' });
  });

  it('because its port is taken says so in one sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const end = await run({ PORT: String(port), REDIS_URL: 'memory:' });
    other.close();
    expect(end).toEqual({
      code: 1,
      stdout: '',
      stderr: `PORT names port ${port}, which another program is already using.\n`,
    });
  });

  (isServerTested ? it : it.skip)('because nobody migrated the database says so in one sentence', async () => {
    const database = await createTestDatabase();
    const end = await run({ DATABASE_URL: database.url, REDIS_URL: 'memory:' });
    await database.drop();
    const stderr = expect.stringMatching(/^The database lacks \d+ migrations?: run `npm run migrate` first\.\n$/);
    expect(end).toEqual({ code: 1, stdout: '', stderr });
  });

  (isServerTested ? it : it.skip)('because there is no such database says so in one sentence', async () => {
    const url = new URL((await createTestDatabase()).url);
    url.pathname = '/carqr_that_nobody_made';
    url.password = 'hunter2';
    const end = await run({ DATABASE_URL: url.href, REDIS_URL: 'memory:' });
    expect(end).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^The database at [^\n]+\.\n$/) });
    expect(end.stderr).not.toContain('hunter2');
  });

  it('because it makes demo data, and every message would be sent for real, says so in one sentence', async () => {
    const real = {
      SMS_URL: 'msg91://key@/?template=x&apiUrl=http://127.0.0.1:9',
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'hello@carqr.test',
      DATABASE_URL: 'sqlite:./seeded.db',
      REDIS_URL: 'memory:',
    };
    const seed = 'apps/api/src/seed.ts';
    const [refused, seeded] = await Promise.all([run(real, seed), run({ ...real, SMS_URL: 'preview:' }, seed)]);
    expect(refused).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^SMS_URL [^\n]*preview[^\n]*\.\n$/),
    });
    expect(seeded).toMatchObject({ code: 0, stdout: expect.stringContaining('QR001') });
  });
});

describe('a program in production that keeps its files in a bucket', () => {
  let cwd: string;

  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'carqr-start-'));
  });
  afterAll(() => rm(cwd, { recursive: true, force: true }));

  // On a Node that the SDK of the bucket will drop, it warns when its client is made.
  it.each([
    ['API', 'apps/api/src/main.ts', 'listening'],
    ['worker', 'apps/worker/src/main.ts', 'working'],
  ])('writes nothing but one JSON line for each entry of the log: the %s', async (_, main, started) => {
    const env = {
      NODE_ENV: 'production',
      ALLOW_INSECURE: 'embedded,preview,simulator',
      JWT_SECRET: 'Zk3vX9qLw7RtY2uPn5Bd8Fh1Jm4Gc6Sa',
      PUBLIC_URL: 'https://carqr.test',
      STORAGE_URL: 's3://carqr?region=ap-south-1&endpoint=http://127.0.0.1:1',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      DRAIN_SECONDS: '0',
      WORKER_PORT: '0',
    };
    const program = startProgram({ cwd, env, main });
    await waitForOutput(program, new RegExp(`"msg":"${started}"`));
    program.process.kill('SIGTERM');
    const { code, stdout, stderr } = await program.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { level: string; msg: string });
    expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining([started, 'stopped']));
    const isWarned = Number(process.versions.node.split('.')[0]) < 22;
    expect(lines.some(({ level, msg }) => level === 'warn' && /AWS SDK/.test(msg))).toBe(isWarned);
  });
});
