import { createHmac } from 'node:crypto';
import { hash } from 'bcrypt';
import { expectInvalid, expectRefusal, simultaneously } from '../support/answers.js';
import { type Person, signIn } from '../support/people.js';
import { makeFresh, newEmail } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const PASSWORD = 'correct horse battery';
const INVALID_CREDENTIALS = [401, 'INVALID_CREDENTIALS'] as const;

describe('a new password', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  const set = (who: Person, newPassword: string) => who.api.put('/users/me/password', { newPassword });

  it.each([
    ...['password1', 'Password123', 'p@ssw0rd1', '12345678', '1234567890', 'qwertyuiop', 'iloveyou2', 'krishna123'],
    ...['aaaaaaaaaaaa', 'abcdefghijkl', '10101010', 'carqr2026', 'CarQR@1234', 'welcome123'],
    ...['x'.repeat(128), 'p@ssw0rd'.repeat(16)],
  ])('that is common is refused: %s', async (newPassword) => {
    expectInvalid(await set(await signIn(app), newPassword), 'newPassword');
  });

  it('made of the account’s own data is refused, however spelled', async () => {
    const [local, label] = [`meera.k${Date.now()}`, 'kulkarni-motors'];
    const who = await signIn(app, { email: `${local}@${label}.example` });
    await who.api.patch('/users/me', { name: 'Meera Kulkarni' });
    await who.api.post('/cars', { carNumber: 'MH 12 AB 9071', carModel: 'Swift' });
    const national = who.phone.slice(3);
    const spellings = [who.phone, national, `0${national}`, `${national.slice(0, 5)} ${national.slice(5)}`];
    const words = [
      `${local}!`,
      'MeeraKulkarni',
      'kulkarni-meera-26',
      'MH12AB9071',
      'mh-12-ab-9071',
      'carqr MH12AB9071',
    ];
    const all = [...spellings, ...words, `Meera ${national}`, 'kulkarni-motors.example', 'Me3raKulkarn1'];
    for (const newPassword of all) {
      app.clock.advance({ hours: 1 });
      await makeFresh(app, who);
      const answer = await set(who, newPassword);
      expect([newPassword, answer.status]).toEqual([newPassword, 422]);
      expectInvalid(answer, 'newPassword');
    }
    app.clock.advance({ minutes: 15 });
    await makeFresh(app, who);
    expect((await set(who, 'Meera rides slowly through Pune')).status).toBe(200);
  });

  it('of somebody else’s data is none of theirs', async () => {
    const other = await signIn(app, { email: newEmail() });
    expect((await set(await signIn(app), `${other.phone} vlqz`)).status).toBe(200);
  });
});

describe('an older hash of a password', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  const login = (phone: string, password: string) =>
    app.api.fromNewAddress().post('/auth/password/login', { phone, password });
  const hashOf = async ({ id }: Person): Promise<string> => {
    const [row] = await app.dataSource.query<{ hash: string }[]>('SELECT hash FROM passwords WHERE userId = ?', [id]);
    return row!.hash;
  };
  const withHash = async (kept: string): Promise<Person> => {
    const who = await signIn(app);
    expect((await who.api.put('/users/me/password', { newPassword: PASSWORD })).status).toBe(200);
    await app.dataSource.query('UPDATE passwords SET hash = ? WHERE userId = ?', [kept, who.id]);
    return who;
  };

  it.each([
    ['of 72 bytes', 'x'.repeat(72)],
    ['of three Devanagari letters', 'मेर'],
    ['that is a common one', 'password1'],
    ['with a character that Unicode can compose', 'Cafe\u0301 noir'],
  ])('signs in as before and is renewed: %s', async (_what, password) => {
    const old = await hash(password, 4);
    const who = await withHash(old);
    expectRefusal(await login(who.phone, `${password}x`), INVALID_CREDENTIALS);
    expect(await hashOf(who)).toBe(old);
    expect((await login(who.phone, password)).status).toBe(200);
    const renewed = await hashOf(who);
    expect(renewed).toMatch(/^hs384\$2b\$1[2-9]\$[\w./]{53}$/);
    expectRefusal(await login(who.phone, `${password}x`), INVALID_CREDENTIALS);
    expect((await login(who.phone, password)).status).toBe(200);
    expect(await hashOf(who)).toBe(renewed);
  });

  it('signs in simultaneous callers, too, whoever of them renews it', async () => {
    const who = await withHash(await hash(PASSWORD, 4));
    const answers = await simultaneously(3, () => login(who.phone, PASSWORD));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('of a lower cost is renewed', async () => {
    const prehash = createHmac('sha384', 'carqr password').update(PASSWORD).digest('base64');
    const who = await withHash(`hs384${await hash(prehash, 4)}`);
    expect((await login(who.phone, PASSWORD)).status).toBe(200);
    expect(await hashOf(who)).toMatch(/^hs384\$2b\$1[2-9]\$/);
    expect((await login(who.phone, PASSWORD)).status).toBe(200);
  });
});
