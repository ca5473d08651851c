import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSettings } from '@app/config';
import { createDataSource } from './data-source.js';
import { DatabaseStartError, openDataSource } from './open-data-source.js';

const open = (database: DatabaseSettings, patienceMs: number) =>
  openDataSource(createDataSource({ database }), database, patienceMs);

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const mysqlAt = (port: number): DatabaseSettings => ({
  kind: 'mysql',
  url: `mysql://keeper:s3cret@127.0.0.1:${port}/carqr`,
  replicaUrls: [],
  poolSize: 2,
});

describe('a server that cannot be reached', () => {
  it('ends the start with one sentence that names the place and no password', async () => {
    const server = createServer();
    const port = await listen(server);
    server.close();
    const error: unknown = await open(mysqlAt(port), 0).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatabaseStartError);
    expect(String(error)).toBe(`Error: The database at 127.0.0.1:${port}/carqr cannot be reached (ECONNREFUSED).`);
  });

  it('is waited for, but not for ever, when it does not answer', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    const port = await listen(server);
    await expect(open(mysqlAt(port), 1_200)).rejects.toThrow('cannot be reached');
    expect(connections).toBeGreaterThan(1);
    server.close();
  });
});

describe('a database file', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'carqr-open-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('is made together with its directories', async () => {
    const path = join(directory, 'not', 'there', 'yet.db');
    const dataSource = await open({ kind: 'sqlite', path }, 0);
    await dataSource.destroy();
    expect((await stat(path)).isFile()).toBe(true);
  });

  it('keeps what was committed through a crash and a power cut, and minds foreign keys', async () => {
    const dataSource = await open({ kind: 'sqlite', path: join(directory, 'carqr.db') }, 0);
    const pragma = async (name: string) => Object.values((await dataSource.query<object[]>(`PRAGMA ${name}`))[0] ?? {});
    expect(await pragma('journal_mode')).toEqual(['wal']);
    expect(await pragma('synchronous')).toEqual([2]);
    expect(await pragma('foreign_keys')).toEqual([1]);
    await dataSource.destroy();
  });

  it.each(['photo.jpg/carqr.db', 'photo.jpg/deeper/carqr.db', ''])(
    'that cannot be there (%p) ends the start with one sentence',
    async (name) => {
      await writeFile(join(directory, 'photo.jpg'), 'no folder');
      const path = join(directory, name);
      const error: unknown = await open({ kind: 'sqlite', path }, 0).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(DatabaseStartError);
      expect(String(error)).toMatch(/^Error: The database file .+ cannot be opened( \([A-Z_]+\))?\.$/);
    },
  );

  it('that is something else ends the start with one sentence', async () => {
    const path = join(directory, 'photo.jpg');
    await writeFile(path, 'this is no database '.repeat(100));
    await expect(open({ kind: 'sqlite', path }, 0)).rejects.toThrow(
      `The database file ${path} cannot be opened (SQLITE_NOTADB).`,
    );
  });
});
