import type { ParsedMail } from 'mailparser';
import { transact } from '@app/database';
import { type Notice, Notifications, NotificationsRepository } from '@app/notifications';
import { type Owner, newPhone, signIn, signInOwner } from '../support/people.js';
import { type TestRelay, relayOf, startWorker } from '../support/relays.js';
import { giveEmail, newEmail } from '../support/signing-in.js';
import { type TestSmtpServer, startSmtpServer } from '../support/smtp-server.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { isServerTested } from '../support/test-database.js';

/** Makes every change of a notice fail, as a full disk or a server that only reads does. */
const BREAK_WRITES = isServerTested
  ? "CREATE TRIGGER no_writes BEFORE UPDATE ON notifications FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'full'"
  : "CREATE TRIGGER no_writes BEFORE UPDATE ON notifications BEGIN SELECT RAISE(ABORT, 'full'); END";

describe('a notice that cannot be dealt with', () => {
  let server: TestSmtpServer;
  let app: TestApp;
  let relay: TestRelay;

  beforeAll(async () => {
    server = await startSmtpServer();
    app = await startApp({ env: { SMTP_URL: server.url, MAIL_FROM: 'CarQR <hello@carqr.test>' } });
    relay = isServerTested ? await startWorker(app) : relayOf(app);
  });

  beforeEach(() => {
    server.behave('takes');
    server.mails.length = 0;
  });

  afterAll(async () => {
    await relay.stop();
    await app.stop();
    await server.stop();
  });

  async function newOwner(): Promise<Owner & { email: string }> {
    const owner = await signInOwner(app);
    return { ...owner, email: await giveEmail(app, owner) };
  }

  const scan = async (owner: Owner, notes: string): Promise<void> => {
    const form = { carId: owner.car.qrCode, scannerPhone: newPhone(), scannerEmail: 'ravi@example.com', notes };
    expect((await app.api.fromNewAddress().post('/scans', form)).status).toBe(201);
  };

  const tell = async (notice: Notice): Promise<void> => {
    const notifications = app.app.get(Notifications, { strict: false });
    await transact(app.dataSource, (manager) => notifications.tell(manager, notice));
  };

  const mailsTo = (email: string): ParsedMail[] =>
    server.mails.filter(({ to }) => JSON.stringify(to).includes(`"${email}"`));

  const noticesOf = (userId: string): Promise<{ id: string; status: string; lastError: string; payload: string }[]> =>
    app.dataSource.query('SELECT * FROM notifications WHERE userId = ? ORDER BY id', [userId]);

  it('ends the sweep when it cannot be claimed, and is told once it can', async () => {
    const owner = await newOwner();
    server.behave('is busy');
    await scan(owner, 'Your lights are on.');
    await relay.deliver();
    server.behave('takes');
    app.clock.advance({ hours: 5 });
    await app.dataSource.query(BREAK_WRITES);
    await expect(relay.deliver()).rejects.toThrow();
    await app.dataSource.query('DROP TRIGGER no_writes');
    await relay.deliver();
    expect(mailsTo(owner.email)).toHaveLength(1);
  });

  it.each([
    ['is cut off', '{"kind":"scan-alert","scan":{"no'],
    ['is no notice', 'null'],
    ['lacks what it tells of', '{"kind":"scan-alert"}'],
  ])('is put aside when it %s, and keeps no other scan of the car from being told', async (_what, damaged) => {
    const owner = await newOwner();
    server.behave('is busy');
    await scan(owner, 'The damaged one.');
    await scan(owner, 'The sound one.');
    await relay.deliver();
    const [first] = await noticesOf(owner.id);
    await app.dataSource.query('UPDATE notifications SET payload = ? WHERE id = ?', [damaged, first!.id]);
    server.behave('takes');
    app.clock.advance({ hours: 2 });
    await relay.deliver();
    expect(await noticesOf(owner.id)).toMatchObject([
      { status: 'parked', lastError: 'unreadable' },
      { status: 'sent' },
    ]);
    expect(mailsTo(owner.email).map(({ text }) => text)).toEqual([expect.stringContaining('The sound one.')]);
  });

  it('is offered three times, and then put aside, when the server may have taken it each time', async () => {
    const owner = await newOwner();
    server.behave('is busy');
    await scan(owner, 'The first.');
    await scan(owner, 'The second.');
    for (let hour = 0; hour < 5; hour += 1) {
      await relay.deliver();
      app.clock.advance({ hours: 2 });
    }
    server.behave('drops after the message');
    for (let hour = 0; hour < 10; hour += 1) {
      await relay.deliver();
      app.clock.advance({ hours: 2 });
    }
    expect(mailsTo(owner.email)).toHaveLength(3);
    const parked = { status: 'parked', lastError: expect.stringMatching(/^perhaps delivered 3:/) };
    expect(await noticesOf(owner.id)).toMatchObject([parked, parked]);
  });

  const tellCode = async (userId: string): Promise<string> => {
    const to = newEmail();
    server.behave('is busy');
    const expiresAt = new Date(app.clock.nowMs() + 300_000);
    await tell({ kind: 'email-code', userId, to, code: '445566', expiresAt });
    await relay.deliver();
    await app.dataSource.query(
      'UPDATE notifications SET payload = REPLACE(payload, \'"code":"\', \'"code":"AAAA\') WHERE userId = ?',
      [userId],
    );
    server.behave('takes');
    return to;
  };

  it('is given up when it is a code that was sealed with a key which is gone', async () => {
    const { id } = await signIn(app);
    const to = await tellCode(id);
    app.clock.advance({ seconds: 10 });
    await relay.deliver();
    expect(mailsTo(to)).toEqual([]);
    expect(await noticesOf(id)).toMatchObject([{ status: 'dropped', payload: null }]);
  });

  it('is dropped unopened when it is a code that has expired', async () => {
    const { id } = await signIn(app);
    await tellCode(id);
    app.clock.advance({ minutes: 6 });
    await relay.deliver();
    expect(await noticesOf(id)).toMatchObject([{ status: 'dropped', payload: null }]);
  });

  it('is kept no longer than what scanners leave, whether it is parked or waits', async () => {
    const [parked, waiting] = [await newOwner(), await newOwner()];
    server.behave('refuses the recipient');
    await scan(parked, 'A secret.');
    await relay.deliver();
    server.behave('is busy');
    await scan(waiting, 'Another.');
    await relay.deliver();
    const outbox = app.app.get(NotificationsRepository, { strict: false });
    const statuses = async () =>
      [...(await noticesOf(parked.id)), ...(await noticesOf(waiting.id))].map(({ status }) => status);
    app.clock.advance({ days: 179 });
    await outbox.purge();
    expect(await statuses()).toEqual(['parked', 'waiting']);
    app.clock.advance({ days: 2 });
    await outbox.purge();
    expect(await statuses()).toEqual([]);
  });

  it('shows in the export of the user, without the data of others', async () => {
    const owner = await newOwner();
    server.behave('is busy');
    await scan(owner, 'A secret of somebody.');
    await relay.deliver();
    const { body } = await owner.api.get('/users/me/export');
    expect(body.notices).toEqual([{ kind: 'scan-alert', status: 'waiting', createdAt: expect.any(String) }]);
  });
});
