import { expectRefusal, subscriberOf } from '../support/answers.js';
import { type Person, newPhone, proveAdmin, signIn } from '../support/people.js';
import { type End, startProgram } from '../support/program.js';
import { type TestApp, startApp } from '../support/start-app.js';

jest.setTimeout(120_000);

describe('programs for operators', () => {
  let app: TestApp;
  let person: Person;

  beforeAll(async () => {
    app = await startApp();
    person = await signIn(app);
  });
  afterAll(() => app.stop());

  const runMain = (main: string, ...words: string[]): Promise<End> => {
    const env = { ...app.shared.env, NODE_ENV: 'test', JWT_SECRET: 'a secret for tests that is long enough' };
    return startProgram({ cwd: process.cwd(), env, main, words }).ended;
  };
  const run = (...words: string[]): Promise<End> => {
    return runMain('apps/api/src/admin.ts', ...words);
  };
  const listActs = () => person.api.get('/admin/acts');

  it('admin grants the role to the account of a phone in any spelling, and revokes it, which holds at once', async () => {
    expectRefusal(await listActs(), [403, 'FORBIDDEN']);
    const granted = await run('grant', '0', subscriberOf(person.phone));
    expect(granted).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('need a code and a password'),
      stderr: '',
    });
    expectRefusal(await listActs(), [403, 'REAUTHENTICATION_REQUIRED']);
    await proveAdmin(app, person);
    expect((await person.api.get('/users/me')).body.user.role).toBe('admin');
    expect((await listActs()).body.acts).toMatchObject([{ act: 'role.granted', subject: person.id, adminId: null }]);
    expect(await run('revoke', person.phone)).toMatchObject({ code: 0, stderr: '' });
    expectRefusal(await listActs(), [403, 'FORBIDDEN']);
    expect((await person.api.get('/users/me')).body.user.role).toBe('user');
  });

  it('admin says in one sentence what is wrong', async () => {
    const ends = await Promise.all([run('grant', newPhone()), run('grant', 'nope'), run('promote', person.phone)]);
    expect(ends).toEqual([
      { code: 1, stdout: '', stderr: 'There is no such user.\n' },
      { code: 1, stdout: '', stderr: expect.stringMatching(/phone/i) },
      { code: 1, stdout: '', stderr: 'Usage: npm run admin -- grant|revoke <phone>\n' },
    ]);
  });

  it.each([
    ['apps/worker/src/notifications.ts', ['retry', 'nope'], /^No parked notification has this id\. /],
    ['apps/worker/src/notifications.ts', ['retry'], /^Usage: /],
    ['apps/worker/src/notifications.ts', ['retry', '--al'], /^Usage: /],
    ['apps/worker/src/notifications.ts', ['retry', '--all', 'nope'], /^Usage: /],
    ['apps/worker/src/notifications.ts', ['list', 'nope'], /^Usage: /],
    ['apps/api/src/premium.ts', ['explain', 'nope'], /^There is no such user\.\n$/],
    ['apps/api/src/premium.ts', ['grant', '+919876543210', '30'], /^Usage:/],
    ['apps/api/src/premium.ts', [], /^Usage:/],
    ['apps/api/src/migrate.ts', ['--help'], /^npm run migrate takes no arguments\.\n$/],
    ['apps/api/src/seed.ts', ['--help'], /^npm run seed takes no arguments\.\n$/],
  ])('and so does %s %j', async (main, words, stderr) => {
    expect(await runMain(main, ...words)).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(stderr) });
  });
});
