import { poolStats } from '@app/database';
import { simultaneously, tally } from '../support/answers.js';
import type { Answer, ApiClient } from '../support/api-client.js';
import { signIn } from '../support/people.js';
import { countRows } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { type TcpProxy, portOf, startTcpProxy, through } from '../support/tcp-proxy.js';
import { isServerTested } from '../support/test-database.js';

const DELAY_MS = 20;

/** An embedded database is never far away. */
(isServerTested ? describe : describe.skip)('on two instances far from their database', () => {
  let near: TestApp;
  let instances: [TestApp, TestApp];
  let proxy: TcpProxy;

  beforeAll(async () => {
    near = await startApp();
    const { DATABASE_URL = '' } = near.shared.env;
    proxy = await startTcpProxy(portOf(DATABASE_URL));
    const env = { DATABASE_URL: through(proxy, DATABASE_URL) };
    instances = [await startApp({ besides: near, env }), await startApp({ besides: near, env })];
    proxy.slow(DELAY_MS);
  });
  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.stop()));
    await proxy.close();
    await near.stop();
  });

  const reach = (index: number): ApiClient => instances[index % 2]!.api.fromNewAddress();
  const refresh = (index: number, refreshToken: string): Promise<Answer> =>
    reach(index).post('/auth/refresh', { refreshToken });
  const statusesOf = (answers: readonly Answer[]) => tally(answers.map(({ status }) => status));
  const successorsOf = (answers: readonly Answer[]) => new Set(answers.map(({ body }) => body.refreshToken));

  it('50 simultaneous refreshes of one token get one successor, also when its answer is lost', async () => {
    const { id, refreshToken } = await signIn(near);
    const first = await simultaneously(50, (index) => refresh(index, refreshToken));
    expect(statusesOf(first)).toEqual({ 200: 50 });
    expect(successorsOf(first).size).toBe(1);
    near.clock.advance({ minutes: 1 });
    const second = await simultaneously(50, (index) => refresh(index, refreshToken));
    expect(statusesOf(second)).toEqual({ 200: 50 });
    expect(successorsOf(second).size).toBe(1);
    expect((await refresh(0, second[0]!.body.refreshToken)).status).toBe(200);
    expect(await countRows(near, 'sessions', 'userId', id)).toBe(1);
    expect((await refresh(1, first[0]!.body.refreshToken)).status).toBe(401);
    expect(await countRows(near, 'sessions', 'userId', id)).toBe(0);
  });

  it('300 refreshes of one token hold one connection, and other users are served meanwhile', async () => {
    const [app] = instances;
    const [{ refreshToken }, bystander] = [await signIn(near), await signIn(near)];
    let most = 0;
    const watch = setInterval(() => {
      const { total, idle, waiting } = poolStats(app.dataSource);
      most = Math.max(most, total - idle + waiting);
    }, 1);
    const refreshes = await simultaneously(300, () => refresh(0, refreshToken));
    clearInterval(watch);
    expect(statusesOf(refreshes)).toEqual({ 200: 300 });
    expect(most).toBe(1);
    const both = [
      simultaneously(300, () => refresh(0, refreshes[0]!.body.refreshToken)),
      simultaneously(20, () => app.api.as({ token: bystander.token }).get('/users/me')),
    ];
    for (const answers of await Promise.all(both)) expect(statusesOf(answers)).toEqual({ 200: answers.length });
  });
});
