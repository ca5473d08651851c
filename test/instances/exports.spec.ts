import { tally } from '../support/answers.js';
import { type Owner, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { Exports } from '@app/users';

describe('exports on two instances', () => {
  let first: TestApp;
  let second: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    first = await startApp();
    second = await startApp({ besides: first });
    owner = await signInOwner(first);
  });
  afterAll(async () => {
    await second.stop();
    await first.stop();
  });

  it('run one at a time for an account, and five an hour', async () => {
    const atSecond = second.api.as({ token: owner.token });
    const running = await first.app.get(Exports, { strict: false }).stream(owner.id, endless);
    expect((await atSecond.get('/users/me/export')).status).toBe(429);
    running.destroy();
    const answers: number[] = [];
    while (answers.length < 8) {
      const { status } = await (answers.length % 2 ? atSecond : owner.api).get('/scans/export.csv');
      answers.push(status);
    }
    // One hit was the export above; the place of each is free as soon as its answer has ended, or a moment later.
    expect(tally(answers)[200]).toBeLessThanOrEqual(4);
    expect(tally(answers)[429]).toBeGreaterThanOrEqual(4);
  });
});

async function* endless(): AsyncGenerator<string> {
  for (;;) yield await Promise.resolve(' ');
}
