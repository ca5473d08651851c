import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readBlocks } from '../support/documents.mjs';
import { type TestApp, startApp } from '../support/start-app.js';

const run = promisify(execFile);
/** The page needs a shell and curl, which not every machine has that runs the tests; the one that has the tools must. */
const canRun = spawnSync('curl', ['--version']).status === 0 || process.env.STICKER_TOOLS !== undefined;

describe('docs/getting-started.md', () => {
  let app: TestApp;
  let directory: string;

  beforeAll(async () => {
    app = await startApp();
    directory = await mkdtemp(join(tmpdir(), 'carqr-docs-'));
  });

  afterAll(async () => {
    await app.stop();
    await rm(directory, { recursive: true, force: true });
  });

  (canRun ? it : it.skip)('has commands that work, one after the other', async () => {
    const blocks = readBlocks('docs/getting-started.md').filter(({ note }) => note === 'server');
    const script = blocks.map(({ text }) => text).join('\n');
    const here = script.replaceAll('http://localhost:3000', app.api.url);
    // The public address of a test is not where it listens.
    const commands = here.replace(
      '$(echo "$STICKER" | field .qr.downloadUrl)',
      `${app.api.url}/qr/$(echo "$STICKER" | field .qr.id)/download`,
    );
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', commands], { cwd: directory });
    expect(stdout).toMatch(/"gate":"form".*\n?\+919876543210\n\+919812345678\ntrue\n$/s);
    expect((await readFile(join(directory, 'sticker.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
  });
});
