import { expectRefusal, subscriberOf } from '../support/answers.js';
import { type Person, newPhone, proveAdmin, signIn } from '../support/people.js';
import { type End, startProgram } from '../support/program.js';
import { type TestApp, startApp } from '../support/start-app.js';

jest.setTimeout(120_000);

describe('npm run admin', () => {
  let app: TestApp;
  let person: Person;

  beforeAll(async () => {
    app = await startApp();
    person = await signIn(app);
  });
  afterAll(() => app.stop());

  const run = (...words: string[]): Promise<End> => {
    const env = { ...app.shared.env, NODE_ENV: 'test', JWT_SECRET: 'a secret for tests that is long enough' };
    return startProgram({ cwd: process.cwd(), env, main: 'apps/api/src/admin.ts', words }).ended;
  };
  const listActs = () => person.api.get('/admin/acts');

  it('grants the role to the account of a phone in any spelling, and revokes it, which holds at once', async () => {
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

  it('says in one sentence what is wrong', async () => {
    const ends = await Promise.all([run('grant', newPhone()), run('promote', person.phone)]);
    expect(ends).toEqual([
      { code: 1, stdout: '', stderr: 'There is no such user.\n' },
      { code: 1, stdout: '', stderr: 'Usage: npm run admin -- grant|revoke <phone>\n' },
    ]);
  });
});
