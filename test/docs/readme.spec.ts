import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { getBlock } from '../support/documents.mjs';
import { type TestApp, startApp } from '../support/start-app.js';

const run = promisify(execFile);
/** Not every machine that runs the tests has curl; the one that has the tools must. */
const canRun = spawnSync('curl', ['--version']).status === 0 || process.env.STICKER_TOOLS !== undefined;

describe('the first call of README.md', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  (canRun ? it : it.skip)('signs in with what the calls before it answered', async () => {
    const { text } = getBlock('README.md', 'sh', 'call');
    const [ask = '', read = '', verify = ''] = text.split(/\n(?=curl)/);
    const send = async (command: string): Promise<Record<string, unknown>> => {
      const { stdout } = await run('bash', ['-c', command.replaceAll(/(?:http:\/\/)?localhost:3000/g, app.api.url)]);
      return JSON.parse(stdout) as Record<string, unknown>;
    };
    const { sessionId } = await send(ask);
    const [message] = (await send(read)).messages as { text: string }[];
    const code = /\d{6}/.exec(message?.text ?? '')?.[0] ?? '';
    const filled = verify.replace('<the six digits>', code).replace('<of the first answer>', String(sessionId));
    expect(await send(filled)).toMatchObject({ success: true, token: expect.any(String), isNewUser: true });
  });
});
