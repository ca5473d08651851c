import { expectRefusal, simultaneously, tally } from './answers.js';
import type { Answer, ApiClient } from './api-client.js';
import { newPhone, signIn } from './people.js';
import { type Arrival, arrive, countRows, guessWrong, newEmail, verify, wrongCodes } from './signing-in.js';
import type { TestApp } from './start-app.js';

const INVALID_OTP = [401, 'INVALID_OTP'] as const;

/** What signing in guarantees to simultaneous callers, whichever of the instances each of them reaches. */
export function describeAuthRaces(instances: () => readonly TestApp[]): void {
  const first = (): TestApp => instances()[0]!;
  /** The instance that the caller of a number reaches, from an address of their own. */
  const reach = (index: number): ApiClient => instances()[index % instances().length]!.api.fromNewAddress();
  const verifyAt = (index: number, arrival: Arrival, changes = {}): Promise<Answer> =>
    verify({ ...arrival, api: reach(index) }, changes);
  const codesOf = (answers: readonly Answer[]) => tally(answers.map(({ status, body }) => body.code ?? status));
  const count = (table: string, column: string, value: string) => countRows(first(), table, column, value);

  it('100 simultaneous verifies of one code make one session and one user', async () => {
    const arrival = await arrive(first());
    const answers = await simultaneously(100, (index) => verifyAt(index, arrival));
    expect(codesOf(answers)).toEqual({ 200: 1, INVALID_OTP: 99 });
    const { user, token } = answers.find(({ status }) => status === 200)!.body;
    expect(await count('users', 'phone', arrival.phone)).toBe(1);
    expect(await count('sessions', 'userId', user.id)).toBe(1);
    for (const { api } of instances()) expect((await api.as({ token }).get('/users/me')).body.user).toEqual(user);
  });

  it('three codes for a phone are good once each, however many verify all of them at the same moment', async () => {
    const codes = await arriveOften(3);
    const answers = await simultaneously(60, (index) => verifyAt(index, codes[index % 3]!));
    for (const start of [0, 1, 2]) {
      const ofCode = answers.filter((_, index) => index % 3 === start);
      expect(codesOf(ofCode)).toEqual({ 200: 1, INVALID_OTP: 19 });
    }
    expect(await count('users', 'phone', codes[0]!.phone)).toBe(1);
  });

  it('a fourth code that is sent while others are verified makes none of them good twice or never', async () => {
    const [oldest, second, third] = await arriveOften(3);
    const [fourth, ...answers] = await Promise.all([
      arrive(instances().at(-1)!, oldest!.phone),
      ...[second!, third!].flatMap((code) => Array.from({ length: 10 }, (_, index) => verifyAt(index, code))),
    ]);
    expect(codesOf(answers)).toEqual({ 200: 2, INVALID_OTP: 18 });
    expect((await verifyAt(0, fourth)).status).toBe(200);
    // Whether it was evicted depends on whether one of the others was used by then.
    expect([200, 401]).toContain((await verifyAt(0, oldest!)).status);
    expectRefusal(await verifyAt(1, oldest!), INVALID_OTP);
  });

  /** Sends a phone several codes. */
  async function arriveOften(times: number): Promise<Arrival[]> {
    const arrivals: Arrival[] = [];
    const phone = newPhone();
    for (let sent = 0; sent < times; sent++) {
      arrivals.push(await arrive(instances()[sent % instances().length]!, phone));
      first().clock.advance({ seconds: 30 });
    }
    return arrivals;
  }

  it('100 simultaneous wrong guesses use the tries up', async () => {
    const arrival = await arrive(first());
    const guesses = wrongCodes(arrival.otp, 100);
    const answers = await simultaneously(100, (index) => verifyAt(index, arrival, { otp: guesses[index] }));
    expect(codesOf(answers)).toEqual({ INVALID_OTP: 100 });
    for (const index of instances().keys()) expectRefusal(await verifyAt(index, arrival), INVALID_OTP);
    expect(await count('users', 'phone', arrival.phone)).toBe(0);
  });

  it.each([
    [4, 200],
    [5, 401],
  ])('after %i simultaneous wrong guesses the right code answers %i', async (wrong, status) => {
    const arrival = await arrive(first());
    const guesses = wrongCodes(arrival.otp, wrong);
    await simultaneously(wrong, (index) => verifyAt(index, arrival, { otp: guesses[index] }));
    expect((await verifyAt(1, arrival)).status).toBe(status);
  });

  it('simultaneous first sign-ins with one e-mail address give it to one of them, and the others keep their codes', async () => {
    const email = newEmail();
    const arrivals = await simultaneously(10, () => arrive(first()));
    const answers = await simultaneously(10, (index) => verifyAt(index, arrivals[index]!, { email }));
    expect(codesOf(answers)).toEqual({ 200: 1, EMAIL_TAKEN: 9 });
    expect(await count('users', 'email', email)).toBe(1);
    for (const [index, arrival] of arrivals.entries()) {
      if (answers[index]!.status === 200) continue;
      expect(await count('users', 'phone', arrival.phone)).toBe(0);
      expect((await verifyAt(index, arrival)).body).toMatchObject({ isNewUser: true, user: { email: null } });
    }
  });

  it('simultaneous sign-ins that are refused for their e-mail address leave the code good', async () => {
    const email = newEmail();
    await signIn(first(), { email });
    const arrival = await arrive(first());
    const answers = await simultaneously(5, (index) => verifyAt(index, arrival, { email }));
    expect(codesOf(answers).EMAIL_TAKEN).toBeGreaterThanOrEqual(1);
    for (const answer of answers) expect(['EMAIL_TAKEN', 'INVALID_OTP']).toContain(answer.body.code);
    expect((await verifyAt(0, arrival)).body.isNewUser).toBe(true);
  });

  it('50 simultaneous refreshes of one token all get a working pair and leave one live family', async () => {
    const { refreshToken, id } = await signIn(first());
    const answers = await simultaneously(50, (index) => reach(index).post('/auth/refresh', { refreshToken }));
    expect(codesOf(answers)).toEqual({ 200: 50 });
    await simultaneously(50, async (index) => {
      const { body } = await reach(index).as({ token: answers[index]!.body.token }).get('/users/me');
      expect(body.user.id).toBe(id);
    });
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
    expect(await count('sessions', 'userId', id)).toBe(1);
    expect(await countLiveTokens(id)).toBe(1);
    first().clock.advance({ days: 6 });
    const next = await reach(1).post('/auth/refresh', { refreshToken: answers[0]!.body.refreshToken });
    expect(next.status).toBe(200);
  });

  it('50 simultaneous refreshes of a token whose answer was lost get one new successor, and the lost one is no good', async () => {
    const { refreshToken, id } = await signIn(first());
    const { body: lost } = await reach(0).post('/auth/refresh', { refreshToken });
    first().clock.advance({ minutes: 5 });
    const answers = await simultaneously(50, (index) => reach(index).post('/auth/refresh', { refreshToken }));
    expect(codesOf(answers)).toEqual({ 200: 50 });
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
    expect(answers[0]!.body.refreshToken).not.toBe(lost.refreshToken);
    expect(await countLiveTokens(id)).toBe(1);
    const next = await reach(1).post('/auth/refresh', { refreshToken: answers[0]!.body.refreshToken });
    expect(next.status).toBe(200);
    const replaced = await simultaneously(10, (index) => reach(index).post('/auth/refresh', lost));
    expect(codesOf(replaced)).toEqual({ INVALID_REFRESH_TOKEN: 10 });
    expect(await count('sessions', 'userId', id)).toBe(0);
  });

  it('a token and its unused successor, used at the same moment after the 10 s, leave one live family or none', async () => {
    for (let round = 0; round < 10; round++) {
      const { refreshToken, id } = await signIn(first());
      const { body: successor } = await reach(0).post('/auth/refresh', { refreshToken });
      first().clock.advance({ seconds: 11 });
      const answers = await simultaneously(8, (index) =>
        reach(index >> 1).post('/auth/refresh', { refreshToken: index % 2 ? refreshToken : successor.refreshToken }),
      );
      for (const { status } of answers) expect([200, 401]).toContain(status);
      // Whichever came first, the other one shows that two parties hold the session.
      expect(codesOf(answers).INVALID_REFRESH_TOKEN).toBeGreaterThan(0);
      expect(await count('sessions', 'userId', id)).toBe(0);
    }
  });

  async function countLiveTokens(userId: string): Promise<number> {
    const rows = await first().dataSource.query<unknown[]>(
      'SELECT 1 FROM refresh_tokens t JOIN sessions s ON s.id = t.sessionId WHERE s.userId = ? AND t.rotatedAt IS NULL',
      [userId],
    );
    return rows.length;
  }

  it('simultaneous uses of an old token are all refused, and end its session', async () => {
    const { refreshToken, token } = await signIn(first());
    const { body: next } = await reach(0).post('/auth/refresh', { refreshToken });
    const { body } = await reach(1).post('/auth/refresh', { refreshToken: next.refreshToken });
    first().clock.advance({ seconds: 11 });
    const old = await simultaneously(20, (index) => reach(index).post('/auth/refresh', { refreshToken }));
    expect(codesOf(old)).toEqual({ INVALID_REFRESH_TOKEN: 20 });
    for (const index of instances().keys()) {
      expectRefusal(await reach(index).as({ token }).get('/users/me'), [401, 'UNAUTHORIZED']);
      const successor = await reach(index).post('/auth/refresh', { refreshToken: body.refreshToken });
      expectRefusal(successor, [401, 'INVALID_REFRESH_TOKEN']);
    }
  });

  it('simultaneous refreshes and sign-outs end the session, and none of them fails', async () => {
    const { refreshToken, token, id } = await signIn(first());
    await simultaneously(20, (index) => reach(index).as({ token }).get('/users/me'));
    const answers = await simultaneously(20, (index) =>
      index % 2
        ? reach(index).as({ token }).post('/auth/logout')
        : reach(index).post('/auth/refresh', { refreshToken }),
    );
    for (const { status } of answers) expect([200, 401]).toContain(status);
    expect(await count('sessions', 'userId', id)).toBe(0);
  });

  it('of simultaneous requests for a code exactly one gets through', async () => {
    const phone = newPhone();
    const answers = await simultaneously(20, (index) => reach(index).post('/auth/otp/request', { phone }));
    expect(codesOf(answers)).toEqual({ 200: 1, RATE_LIMITED: 19 });
    expect(instances().flatMap(({ inbox }) => inbox.to(phone))).toHaveLength(1);
  });

  it('simultaneous callers are never taken for each other', async () => {
    const people = await simultaneously(8, () => signIn(first()));
    await simultaneously(80, async (index) => {
      const { id, token } = people[index % people.length]!;
      const { status, body } = await reach(index)
        .as({ token: index % 5 ? token : 'bad' })
        .get('/users/me');
      expect([status, body.user?.id]).toEqual(index % 5 ? [200, id] : [401, undefined]);
    });
  });

  it('a stranger who guesses in other sessions cannot keep the owner of the code out', async () => {
    const arrival = await arrive(first());
    const stranger = simultaneously(50, (index) => verifyAt(index, arrival, { sessionId: `guess-${index}` }));
    const owner = await verifyAt(1, arrival);
    await stranger;
    expect(owner.status).toBe(200);
    expect(await guessWrong(arrival, 1)).toMatchObject([{ status: 401 }]);
  });
}
