import { createHash } from 'node:crypto';
import { expectInvalid, expectRefusal, visibleParts } from '../support/answers.js';
import { type Person, signIn } from '../support/people.js';
import { countRows } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const INVALID_REFRESH_TOKEN = [401, 'INVALID_REFRESH_TOKEN'] as const;
const UNAUTHORIZED = [401, 'UNAUTHORIZED'] as const;

describe('a refresh token', () => {
  let app: TestApp;
  let person: Person;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    person = await signIn(app);
  });
  afterAll(() => app.stop());

  const send = (refreshToken: unknown) => person.api.post('/auth/refresh', { refreshToken });
  /** Exchanges a token that is good. */
  async function exchange(refreshToken: string): Promise<{ token: string; refreshToken: string }> {
    const { status, body } = await send(refreshToken);
    expect(status).toBe(200);
    return body;
  }
  const callWith = (token: string) => person.api.as({ token }).get('/users/me');
  const sessionsLeft = () => countRows(app, 'sessions', 'userId', person.id);
  /** Expects that the session is over, with all of its tokens. */
  async function expectSessionOver(...pairs: { token: string; refreshToken: string }[]): Promise<void> {
    for (const { token, refreshToken } of [person, ...pairs]) {
      expectRefusal(await callWith(token), UNAUTHORIZED);
      expectRefusal(await send(refreshToken), INVALID_REFRESH_TOKEN);
    }
    expect(await sessionsLeft()).toBe(0);
  }

  it('is exchanged for a new pair, and nothing else', async () => {
    const { status, body } = await send(person.refreshToken);
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refreshToken: expect.stringMatching(/^[\w-]{43}$/),
      expiresIn: 86_400,
    });
    expect(body.refreshToken).not.toBe(person.refreshToken);
    expect((await callWith(body.token)).status).toBe(200);
  });

  it('is of 256 random bits and kept nowhere, its hash alone', async () => {
    expect(Buffer.from(person.refreshToken, 'base64url')).toHaveLength(32);
    await exchange(person.refreshToken);
    const rows = JSON.stringify(await app.dataSource.query('SELECT * FROM refresh_tokens'));
    expect(rows).not.toContain(person.refreshToken);
    expect(rows).toContain(createHash('sha256').update(person.refreshToken).digest('hex'));
    expect(app.logs.join('')).not.toContain(person.refreshToken);
  });

  it('keeps one session alive over many exchanges, whose access tokens all stay good', async () => {
    let { refreshToken } = person;
    for (let day = 0; day < 10; day++) {
      app.clock.advance({ days: 1, seconds: -1 });
      const pair = await exchange(refreshToken);
      expect((await callWith(pair.token)).status).toBe(200);
      refreshToken = pair.refreshToken;
    }
    expect(await sessionsLeft()).toBe(1);
  });

  it('does not end the access token that came with it', async () => {
    await exchange(person.refreshToken);
    expect((await callWith(person.token)).status).toBe(200);
  });

  describe('that was exchanged before', () => {
    it.each([
      ['at once', {}],
      ['10 s later, to the millisecond', { seconds: 10 }],
    ])('answers with a pair that works %s', async (_when, later) => {
      const first = await exchange(person.refreshToken);
      app.clock.advance(later);
      const second = await exchange(person.refreshToken);
      expect(second.refreshToken).toBe(first.refreshToken);
      expect((await callWith(second.token)).status).toBe(200);
      await exchange(second.refreshToken);
      expect(await sessionsLeft()).toBe(1);
    });

    it('answers within the 10 s with a pair that lasts, when its successor was exchanged too', async () => {
      const first = await exchange(person.refreshToken);
      await exchange(first.refreshToken);
      app.clock.advance({ seconds: 9 });
      const late = await exchange(person.refreshToken);
      app.clock.advance({ days: 6 });
      await exchange(late.refreshToken);
    });

    it('ends the whole session 1 ms after the 10 s if its successor was used, access tokens included', async () => {
      const first = await exchange(person.refreshToken);
      const second = await exchange(first.refreshToken);
      app.clock.advance({ seconds: 10, ms: 1 });
      expectRefusal(await send(person.refreshToken), INVALID_REFRESH_TOKEN);
      await expectSessionOver(first, second);
    });

    it('ends the session however many exchanges ago it was', async () => {
      const pairs = [await exchange(person.refreshToken)];
      for (let count = 0; count < 3; count++) {
        app.clock.advance({ days: 1 });
        pairs.push(await exchange(pairs.at(-1)!.refreshToken));
      }
      expectRefusal(await send(person.refreshToken), INVALID_REFRESH_TOKEN);
      await expectSessionOver(...pairs);
    });

    it('does not prolong its grace by being used within it', async () => {
      const first = await exchange(person.refreshToken);
      for (let count = 0; count < 2; count++) {
        app.clock.advance({ seconds: 5 });
        await exchange(person.refreshToken);
      }
      const second = await exchange(first.refreshToken);
      app.clock.advance({ ms: 1 });
      expectRefusal(await send(person.refreshToken), INVALID_REFRESH_TOKEN);
      await expectSessionOver(first, second);
    });

    it('leaves the other sessions of the user alone', async () => {
      app.clock.advance({ seconds: 30 });
      const other = await signIn(app, { phone: person.phone });
      await exchange((await exchange(person.refreshToken)).refreshToken);
      app.clock.advance({ seconds: 11 });
      expectRefusal(await send(person.refreshToken), INVALID_REFRESH_TOKEN);
      expect((await other.api.get('/users/me')).status).toBe(200);
      await exchange(other.refreshToken);
    });
  });

  describe('whose answer was lost on its way', () => {
    /** Another pair for a token whose successor never arrived. */
    async function loseAnswer(): Promise<{ lost: string; again: { token: string; refreshToken: string } }> {
      const { refreshToken: lost } = await exchange(person.refreshToken);
      app.clock.advance({ seconds: 10, ms: 1 });
      return { lost, again: await exchange(person.refreshToken) };
    }

    it('is exchanged for another successor after the 10 s, and the session goes on with that one', async () => {
      const { lost, again } = await loseAnswer();
      expect(again.refreshToken).not.toBe(lost);
      expect((await callWith(again.token)).status).toBe(200);
      app.clock.advance({ days: 6 });
      const next = await exchange(again.refreshToken);
      await exchange(next.refreshToken);
      expect(await sessionsLeft()).toBe(1);
    });

    it('is exchanged as often as the answer is lost, up to the end of its 7 days', async () => {
      await loseAnswer();
      app.clock.advance({ days: 6 });
      const { refreshToken } = await exchange(person.refreshToken);
      app.clock.advance({ days: 1 });
      expectRefusal(await send(person.refreshToken), INVALID_REFRESH_TOKEN);
      await exchange(refreshToken);
    });

    it('gives parallel callers the same new successor for another 10 s', async () => {
      const { again } = await loseAnswer();
      app.clock.advance({ seconds: 10 });
      expect((await exchange(person.refreshToken)).refreshToken).toBe(again.refreshToken);
    });

    it.each([
      ['at once', {}],
      ['days later', { days: 3 }],
    ])('ends the session when the replaced successor comes %s', async (_when, later) => {
      const { lost, again } = await loseAnswer();
      app.clock.advance(later);
      expectRefusal(await send(lost), INVALID_REFRESH_TOKEN);
      await expectSessionOver(again);
    });

    it('ends the session when it comes again after the new successor was used', async () => {
      const { again } = await loseAnswer();
      const next = await exchange(again.refreshToken);
      app.clock.advance({ seconds: 11 });
      expectRefusal(await send(person.refreshToken), INVALID_REFRESH_TOKEN);
      await expectSessionOver(again, next);
    });
  });

  describe('ends', () => {
    it('after 7 days without an exchange, to the millisecond', async () => {
      app.clock.advance({ days: 7, ms: -1 });
      const { refreshToken } = await exchange(person.refreshToken);
      app.clock.advance({ days: 7 });
      expectRefusal(await send(refreshToken), INVALID_REFRESH_TOKEN);
      expect((await person.api.get('/users/me')).status).toBe(401);
    });

    it('with its session', async () => {
      await person.api.post('/auth/logout');
      expectRefusal(await send(person.refreshToken), INVALID_REFRESH_TOKEN);
    });

    it('with its user', async () => {
      await person.api.delete('/users/me');
      expectRefusal(await send(person.refreshToken), INVALID_REFRESH_TOKEN);
    });
  });

  it('that is unknown, ended or an access token is refused with one and the same answer', async () => {
    const answers = [await send('x'), await send('A'.repeat(43)), await send(person.token.slice(0, 200))];
    answers.push(await send(`${person.refreshToken}A`), await send(person.refreshToken.toLowerCase()));
    app.clock.advance({ days: 7 });
    answers.push(await send(person.refreshToken));
    for (const answer of answers) {
      expectRefusal(answer, INVALID_REFRESH_TOKEN);
      expect(visibleParts(answer)).toEqual(visibleParts(answers[0]!));
    }
  });

  it.each([undefined, null, '', 7, true, ['x'], { token: 'x' }, 'x'.repeat(201), 'half a pair \ud800'])(
    'is refused by name when it is %j',
    async (refreshToken) => expectInvalid(await send(refreshToken), 'refreshToken'),
  );

  it('needs no access token, and one that is bad does no harm', async () => {
    const { status } = await app.api.as({ token: 'bad' }).post('/auth/refresh', { refreshToken: person.refreshToken });
    expect(status).toBe(200);
  });
});
