import { expectRefusal, simultaneously, tally } from '../support/answers.js';
import { type Person, makeAdmin, signIn } from '../support/people.js';
import { REFUSAL, parkNotice } from '../support/parked-notices.js';
import { relayOf } from '../support/relays.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('an admin', () => {
  let app: TestApp;
  let admin: Person;

  beforeAll(async () => {
    app = await startApp();
    admin = await signIn(app);
    await makeAdmin(app, admin);
  });
  beforeEach(() => app.dataSource.query('DELETE FROM notifications'));
  afterEach(() => void jest.restoreAllMocks());
  afterAll(() => app.stop());

  const list = async (query = 'status=parked') => (await admin.api.get(`/api/v1/admin/notifications?${query}`)).body;
  const retry = (id: string) => admin.api.post(`/api/v1/admin/notifications/${id}/retry`);
  const listActs = async () => (await admin.api.get('/admin/acts')).body.acts;

  it('sees what could not be delivered, to whom and why, and nothing of what it says', async () => {
    const { id, userId, email } = await parkNotice(app);
    const createdAt = app.clock.now().toISOString();
    const expected = { id, kind: 'welcome', status: 'parked', userId, attempts: 1, lastError: REFUSAL, createdAt };
    for (const query of ['status=parked', '']) {
      const body = await list(query);
      expect(body.notifications).toEqual([expected]);
      expect(JSON.stringify(body)).not.toContain(email);
    }
  });

  it('sees nothing that waits, was delivered or is not wanted any more', async () => {
    const { id } = await parkNotice(app);
    for (const status of ['waiting', 'sent', 'dropped']) {
      await app.dataSource.query('UPDATE notifications SET status = ? WHERE id = ?', [status, id]);
      expect((await list()).notifications).toEqual([]);
    }
  });

  it('sees it in pages, newest first, and of a range alone', async () => {
    const parked = [await parkNotice(app), await parkNotice(app), await parkNotice(app)].map(({ id }) => id).reverse();
    const first = await list('limit=2');
    expect(first.pagination).toMatchObject({ total: 3, limit: 2, offset: 0, nextCursor: expect.any(String) });
    const second = await list(`limit=2&cursor=${first.pagination.nextCursor}`);
    expect(second.pagination).toMatchObject({ total: 3, offset: 2, nextCursor: null });
    const idsOf = (body: { notifications: { id: string }[] }) => body.notifications.map(({ id }) => id);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(parked);
    expect(idsOf(await list('limit=2&offset=1'))).toEqual(parked.slice(1));
    const now = app.clock.now().toISOString();
    expect(idsOf(await list(`from=${now}`))).toEqual(parked.slice(0, 1));
    expect(idsOf(await list(`to=${now}`))).toEqual(parked.slice(1));
  });

  it('has it tried again at once, which is on record', async () => {
    const { id, userId, email } = await parkNotice(app);
    const { status, body } = await retry(id);
    expect([status, body.notification]).toEqual([200, expect.objectContaining({ id, userId, status: 'waiting' })]);
    await relayOf(app).deliver();
    expect(app.inbox.to(email).map(({ subject }) => subject)).toEqual(['Welcome to CarQR']);
    expect((await list()).notifications).toEqual([]);
    expect((await listActs())[0]).toMatchObject({ act: 'notification.retried', subject: id, adminId: admin.id });
  });

  it('retries once, whoever else does so at the same moment, and none but what is parked', async () => {
    const { id, email } = await parkNotice(app);
    const acts = Number((await listActs()).length);
    const answers = await simultaneously(10, () => retry(id));
    expect(tally(answers.map(({ body }) => body.code ?? 'retried'))).toEqual({ retried: 1, NOT_FOUND: 9 });
    await relayOf(app).deliver();
    expect(app.inbox.to(email)).toHaveLength(1);
    expectRefusal(await retry(id), [404, 'NOT_FOUND']);
    expect(await listActs()).toHaveLength(acts + 1);
  });
});
