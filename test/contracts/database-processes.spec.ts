import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createDataSource, migrate } from '@app/database';
import { migrations } from '../../libs/database/src/migrations/index.js';
import { createTestDatabase, readDatabaseUrl, type TestDatabase } from '../support/test-database.js';

const KILLS = 10;

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(() => database.drop());

function startChild(task: 'migrate' | 'write'): ChildProcess {
  const runner = join(__dirname, '../support/run-typescript.cjs');
  const program = join(__dirname, 'database.child.ts');
  return spawn(process.execPath, ['--no-warnings', runner, program, task, database.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function readLines(child: ChildProcess, onLine: (line: string, count: number) => void): Promise<string[]> {
  const lines: string[] = [];
  if (!child.stdout) throw new Error('The child has no output.');
  // An acknowledgement that was cut off in the middle of the line was not given.
  for await (const line of createInterface({ input: child.stdout })) onLine(line, lines.push(line));
  return lines;
}

describe('migrations of several processes at the same moment', () => {
  it('run once', async () => {
    const outputs = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const child = startChild('migrate');
        const exit = once(child, 'exit');
        const lines = await readLines(child, () => undefined);
        expect(await exit).toEqual([0, null]);
        return lines.flatMap((line) => JSON.parse(line) as string[]);
      }),
    );
    const names = migrations.map((Migration) => new Migration().name);
    expect(outputs.flat().sort()).toEqual(names.sort());
    expect(await migrate({ database: readDatabaseUrl(database.url) })).toEqual([]);
  });
});

describe('a process that is killed while it writes', () => {
  it(`loses nothing that was acknowledged, ${KILLS} times over`, async () => {
    const settings = { database: readDatabaseUrl(database.url) };
    await migrate(settings);
    const acknowledged: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const child = startChild('write');
      const fatalLine = 1 + Math.floor(Math.random() * 150);
      const lines = await readLines(child, (_, count) => {
        if (count === fatalLine) child.kill('SIGKILL');
      });
      expect(child.signalCode ?? (await once(child, 'exit'))[1]).toBe('SIGKILL');
      acknowledged.push(...lines.filter((line) => line.length === 36));
    }
    const dataSource = await createDataSource(settings).initialize();
    try {
      const rows = await dataSource.query<{ id: string }[]>('SELECT id FROM users');
      const kept = new Set(rows.map(({ id }) => id));
      expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
      expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS);
    } finally {
      await dataSource.destroy();
    }
  }, 120_000);
});
