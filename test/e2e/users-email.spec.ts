import { expectRefusal, simultaneously, tally } from '../support/answers.js';
import { type Person, signIn } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the e-mail address of a user', () => {
  let app: TestApp;
  let person: Person;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    person = await signIn(app);
  });
  afterAll(() => app.stop());

  const setEmail = (email: unknown, who = person) => who.api.patch('/api/v1/users/me', { email });
  const readMe = async (who = person) => (await who.api.get('/users/me')).body.user;
  const verify = (who = person) => app.dataSource.query('UPDATE users SET emailVerified = 1 WHERE id = ?', [who.id]);

  it('is kept in lower case and is unverified until its code is confirmed', async () => {
    const { status, body } = await setEmail(' Asha.Rao@Example.COM ');
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ email: 'asha.rao@example.com', emailVerified: false });
  });

  it('is unverified again when it changes, and stays verified when it is set to itself', async () => {
    await setEmail('first@example.com');
    await verify();
    expect((await setEmail('FIRST@example.com')).body.user).toMatchObject({ emailVerified: true });
    expect((await person.api.patch('/users/me', { name: 'Asha' })).body.user.emailVerified).toBe(true);
    expect((await setEmail('second@example.com')).body.user).toMatchObject({
      email: 'second@example.com',
      emailVerified: false,
    });
  });

  it('is refused in any letter case when it is somebody else’s, and nothing is changed', async () => {
    await setEmail('taken@example.com', await signIn(app));
    await setEmail('mine@example.com');
    await verify();
    const before = await readMe();
    const changes = { email: 'TAKEN@example.com', name: 'Asha', preferences: { notifyByEmail: false } };
    expectRefusal(await person.api.patch('/users/me', changes), [409, 'EMAIL_TAKEN']);
    expect(await readMe()).toEqual(before);
  });

  it('is no other address because of accents, full-width letters or spaces that a collation would ignore', async () => {
    await setEmail('jose@example.com', await signIn(app));
    expect((await setEmail('josé@example.com')).body.user.email).toBe('josé@example.com');
    expect((await setEmail('ｊose@example.com')).status).toBe(200);
  });

  it('goes to exactly one of twenty who claim it at the same moment', async () => {
    const people = await simultaneously(20, () => signIn(app));
    const answers = await simultaneously(20, (index) => setEmail('Contested@example.com', people[index]));
    expect(tally(answers.map(({ status, body }) => `${status} ${body.code}`))).toEqual({
      '200 undefined': 1,
      '409 EMAIL_TAKEN': 19,
    });
    const holders = await Promise.all(people.map((claimant) => readMe(claimant)));
    expect(holders.filter(({ email }) => email === 'contested@example.com')).toHaveLength(1);
    expect(holders.filter(({ email }) => email === null)).toHaveLength(19);
  });

  it('is free for others once its holder has changed it or is gone', async () => {
    const [leaver, mover] = await simultaneously(2, () => signIn(app));
    await setEmail('moved@example.com', mover);
    await setEmail('gone@example.com', leaver);
    await setEmail('elsewhere@example.com', mover);
    await leaver?.api.delete('/users/me');
    expect((await setEmail('moved@example.com')).status).toBe(200);
    expect((await setEmail('gone@example.com')).status).toBe(200);
  });
});
