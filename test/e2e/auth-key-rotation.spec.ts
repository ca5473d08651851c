import { expectRefusal } from '../support/answers.js';
import * as forged from '../support/forged-tokens.js';
import { signIn } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const UNAUTHORIZED = [401, 'UNAUTHORIZED'] as const;
const FIRST = 'the first key of these tests, which is long enough';
const SECOND = 'the second key of these tests, which is long enough';

describe('while JWT_SECRET is being exchanged', () => {
  /** Instances on one database, as they follow upon each other: before, announcing, exchanged, afterwards. */
  let before: TestApp;
  let announcing: TestApp;
  let exchanged: TestApp;
  let afterwards: TestApp;

  beforeAll(async () => {
    before = await startApp({ env: { JWT_SECRET: FIRST } });
    const beside = (env: Record<string, string>) => startApp({ besides: before, env });
    announcing = await beside({ JWT_SECRET: FIRST, JWT_SECRET_PREVIOUS: SECOND });
    exchanged = await beside({ JWT_SECRET: SECOND, JWT_SECRET_PREVIOUS: FIRST });
    afterwards = await beside({ JWT_SECRET: SECOND });
  });
  afterAll(async () => {
    for (const app of [afterwards, exchanged, announcing, before]) await app.stop();
  });

  const callAt = (app: TestApp, token: string) => app.api.as({ token }).get('/users/me');

  it('tokens of either key are good wherever both are known, and nowhere else', async () => {
    const old = await signIn(before);
    const next = await signIn(exchanged);
    for (const app of [before, announcing, exchanged]) expect((await callAt(app, old.token)).status).toBe(200);
    for (const app of [announcing, exchanged, afterwards]) expect((await callAt(app, next.token)).status).toBe(200);
    expectRefusal(await callAt(afterwards, old.token), UNAUTHORIZED);
    expectRefusal(await callAt(before, next.token), UNAUTHORIZED);
  });

  it('the instances that only announce a key do not sign with it', async () => {
    expect((await callAt(before, (await signIn(announcing)).token)).status).toBe(200);
  });

  it('a refresh token is good whatever the key is, and its answer is signed with the new one', async () => {
    const { refreshToken } = await signIn(before);
    const { status, body } = await afterwards.api.post('/auth/refresh', { refreshToken });
    expect(status).toBe(200);
    expect((await callAt(afterwards, body.token)).status).toBe(200);
  });

  it('what no key of ours signed is refused, and so is what one of ours signed by another algorithm', async () => {
    const { token } = await signIn(exchanged);
    const claims = forged.readClaims(token);
    for (const bad of [
      forged.tamperedWith(token, { exp: 99_999_999_999 }),
      forged.signedWith(FIRST, claims),
      forged.signedWith('', claims),
      forged.unsigned(claims, 'none'),
      forged.unsigned(claims, 'HS256'),
      forged.signAsServer(before, claims, 'HS512'),
      forged.signAsServer(before, { ...claims, exp: 1 }),
      token.slice(0, token.lastIndexOf('.')),
      'nonsense',
    ]) {
      expectRefusal(await callAt(exchanged, bad), UNAUTHORIZED);
    }
  });
});
