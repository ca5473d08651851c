import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { readBlocks } from '../support/documents.mjs';
import { REFUSAL, parkNotice } from '../support/parked-notices.js';
import { type Person, signIn } from '../support/people.js';
import { deliverNotices } from '../support/relays.js';
import { type TestApp, startApp } from '../support/start-app.js';

/** Whom the documents name. */
const PHONE = '+919876543210';

const run = promisify(execFile);

/** The lines of a document's commands, each of which is one. */
function readCommands(document: string): string[] {
  const blocks = readBlocks(document).filter(({ language, note }) => language === 'sh' && note === 'server');
  return blocks.flatMap(({ text }) => text.trim().split('\n'));
}

// Each command is a program that compiles what it is made of.
jest.setTimeout(300_000);

describe('the commands for operators', () => {
  let app: TestApp;
  let directory: string;
  let person: Person;

  beforeAll(async () => {
    app = await startApp();
    person = await signIn(app, { phone: PHONE });
    directory = await mkdtemp(join(tmpdir(), 'carqr-docs-'));
    const npm = join(directory, 'npm');
    await writeFile(npm, `#!/bin/sh\nexec "${process.execPath}" "${resolve('test/support/npm.mjs')}" "$@"\n`);
    await chmod(npm, 0o755);
  });
  afterAll(async () => {
    await app.stop();
    await rm(directory, { recursive: true, force: true });
  });

  /** Runs a command on the server's own database and store. */
  async function type(command = 'false'): Promise<string> {
    const settings = { ...app.shared.env, NODE_ENV: 'test', JWT_SECRET: 'a secret for tests that is long enough' };
    const env = { PATH: `${directory}:${process.env.PATH ?? ''}`, ...settings };
    const { stdout } = await run('sh', ['-euc', command], { cwd: directory, env });
    // The program did it now, by a clock that went on meanwhile.
    app.clock.advance({ minutes: 10 });
    return stdout;
  }
  const readMe = async () => (await person.api.get('/users/me')).body.user;

  it('of docs/payments.md explain, give and end premium', async () => {
    const [explain, grant, revoke, ...more] = readCommands('docs/payments.md');
    expect(more).toEqual([]);
    expect(await type(explain)).toBe(`${person.id}: no premium\n`);
    expect(await type(grant)).toMatch(
      /: premium until .*\n.* support {2}granted .*30 days.*"Meena".*"two days of outage"/,
    );
    expect(await readMe()).toMatchObject({ isPremium: true, plan: 'premium' });
    expect(await type(revoke)).toMatch(/: no premium\n(?:.*\n)* .* support {2}revoked .*"Meena".*"charge-back"/);
    expect(await readMe()).toMatchObject({ isPremium: false, plan: 'basic' });
  });

  it('of docs/operations.md have parked notices told, and make admins', async () => {
    const [list, retry, grant, revoke, ...more] = readCommands('docs/operations.md');
    expect(more).toEqual([]);
    const notice = await parkNotice(app);
    expect(await type(list)).toMatch(new RegExp(`parked:\\n.* ${notice.id} .* ${REFUSAL}\\n$`));
    expect(await type(retry?.replace('<id>', notice.id))).toBe('1 queued for retry.\n');
    await deliverNotices(app.app);
    expect(app.inbox.to(notice.email)[0]).toMatchObject({ subject: 'Welcome to CarQR' });
    await type(grant);
    expect(await readMe()).toMatchObject({ role: 'admin' });
    await type(revoke);
    expect(await readMe()).toMatchObject({ role: 'user' });
  });
});
