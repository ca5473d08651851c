import { setImmediate as nextTurn } from 'node:timers/promises';
import { simultaneously } from '../support/answers.js';
import { type Person, newPhone, signIn } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const PASSWORD = 'correct horse battery';

describe('what a password costs', () => {
  let app: TestApp;
  let person: Person;

  beforeAll(async () => {
    process.env.TEST_PASSWORD_COST = 'full';
    app = await startApp();
    person = await signIn(app);
    await person.api.put('/users/me/password', { newPassword: PASSWORD });
  });
  afterAll(() => app.stop());

  const login = (phone: string, password = 'wrong horse battery') =>
    app.api.fromNewAddress().post('/auth/password/login', { phone, password });

  it('is a bcrypt hash of cost 12 or more, which shows in no answer and no log', async () => {
    const [row] = await app.dataSource.query<{ hash: string }[]>('SELECT hash FROM passwords WHERE userId = ?', [
      person.id,
    ]);
    expect(Number(/^hs384\$2b\$(\d\d)\$[\w./]{53}$/.exec(row!.hash)?.[1])).toBeGreaterThanOrEqual(12);
    const { text } = await person.api.get('/users/me/export');
    for (const shown of [text, app.logs.join('')]) {
      expect(shown).not.toContain(row!.hash);
      expect(shown).not.toContain(PASSWORD);
    }
  });

  it('is the same for an account that does not exist', async () => {
    const known = await fastestMs(() => login(person.phone));
    const unknown = await fastestMs(() => login(newPhone()));
    expect(unknown / known).toBeGreaterThan(0.3);
    expect(unknown / known).toBeLessThan(3);
  });

  it('is paid off the event loop, which keeps turning', async () => {
    const progress = { isOver: false, turns: 0 };
    const answers = simultaneously(2, () => login(person.phone, PASSWORD)).finally(() => {
      progress.isOver = true;
    });
    while (!progress.isOver) {
      progress.turns += 1;
      await nextTurn();
    }
    expect((await answers).map(({ status }) => status)).toEqual([200, 200]);
    // Hashing on the loop, even in slices, would leave it a turn every tenth of a second.
    expect(progress.turns).toBeGreaterThan(200);
  });
});

async function fastestMs(call: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < 2; count++) {
    const start = performance.now();
    await call();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}
