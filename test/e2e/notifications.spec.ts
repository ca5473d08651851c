import { Readable } from 'node:stream';
import type { ParsedMail } from 'mailparser';
import { transact } from '@app/database';
import { type Notice, Notifications, NotificationsRepository, ParkedNotifications } from '@app/notifications';
import { Metrics } from '@app/observability';
import { type Owner, newPhone, signIn, signInOwner } from '../support/people.js';
import { type TestRelay, relayOf, startWorker } from '../support/relays.js';
import { giveEmail, newEmail } from '../support/signing-in.js';
import { type TestSmtpServer, startSmtpServer } from '../support/smtp-server.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { isServerTested } from '../support/test-database.js';

/** The outbox and a real mail server, with three workers where there is a database server. */
describe('what must be told', () => {
  let server: TestSmtpServer;
  let app: TestApp;
  let relays: TestRelay[];

  beforeAll(async () => {
    server = await startSmtpServer();
    app = await startApp({ env: { SMTP_URL: server.url, MAIL_FROM: 'CarQR <hello@carqr.test>' } });
    relays = isServerTested
      ? await Promise.all([startWorker(app), startWorker(app), startWorker(app)])
      : [relayOf(app)];
  });

  beforeEach(() => {
    server.behave('takes');
    server.mails.length = 0;
  });

  afterAll(async () => {
    for (const relay of relays) await relay.stop();
    await app.stop();
    await server.stop();
  });

  /** Every worker delivers what it can. */
  const deliver = () => Promise.all(relays.map((relay) => relay.deliver()));

  /** Whose address is confirmed without a mail, so that only what is tested here is told. */
  async function newOwner(): Promise<Owner & { email: string }> {
    const owner = await signInOwner(app);
    return { ...owner, email: await giveEmail(app, owner) };
  }

  const scan = async (owner: Owner, fields: object = {}): Promise<void> => {
    const form = { carId: owner.car.qrCode, scannerPhone: newPhone(), scannerEmail: 'ravi@example.com', ...fields };
    const { status } = await app.api.fromNewAddress().post('/scans', form);
    expect(status).toBe(201);
  };

  const tell = async (notice: Notice): Promise<void> => {
    const notifications = app.app.get(Notifications, { strict: false });
    await transact(app.dataSource, (manager) => notifications.tell(manager, notice));
  };

  const mailsTo = (email: string): ParsedMail[] =>
    server.mails.filter(({ to }) => JSON.stringify(to).includes(`"${email}"`));

  const alertsTo = (email: string): ParsedMail[] =>
    mailsTo(email).filter(({ subject }) => subject?.includes('KA01AB1234'));

  const noticesOf = (
    userId: string,
  ): Promise<{ status: string; attempts: number; lastError: string; payload: string }[]> =>
    app.dataSource.query('SELECT * FROM notifications WHERE userId = ? ORDER BY id', [userId]);

  it('survives a mail server that is down for two days, and is told once when it is back', async () => {
    const owner = await newOwner();
    server.behave('is busy');
    await scan(owner, { notes: 'Your lights are on.' });
    for (let hour = 0; hour < 48; hour += 1) {
      await deliver();
      app.clock.advance({ hours: 1 });
    }
    expect(await noticesOf(owner.id)).toMatchObject([
      { status: 'waiting', lastError: 'EENVELOPE MAIL FROM 421 4.3.2' },
    ]);
    server.behave('takes');
    app.clock.advance({ hours: 2 });
    await deliver();
    app.clock.advance({ hours: 2 });
    await deliver();
    expect(alertsTo(owner.email)).toHaveLength(1);
    expect(alertsTo(owner.email)[0]!.text).toContain('Your lights are on.');
  });

  it('is not offered to a failing server again before its time', async () => {
    const owner = await newOwner();
    server.behave('is busy');
    await scan(owner);
    await deliver();
    server.behave('takes');
    app.clock.advance({ seconds: 3 });
    await deliver();
    expect(await noticesOf(owner.id)).toMatchObject([{ status: 'waiting', attempts: 1 }]);
    app.clock.advance({ seconds: 4 });
    await deliver();
    expect(alertsTo(owner.email)).toHaveLength(1);
  });

  it('is parked when it can never be delivered, blocks nobody, and is told when support retries it', async () => {
    const [gone, other] = [await newOwner(), await newOwner()];
    server.behave('refuses the recipient');
    await scan(gone);
    await deliver();
    server.behave('takes');
    await scan(other);
    await deliver();
    expect(alertsTo(other.email)).toHaveLength(1);
    const parked = app.app.get(ParkedNotifications, { strict: false });
    const [row] = await parked.list({}, 1);
    expect(row).toMatchObject({ kind: 'scan-alert', userId: gone.id, lastError: 'EENVELOPE RCPT TO 550 5.1.1' });
    expect(await parked.count()).toMatchObject({ parked: 1 });
    app.clock.advance({ days: 3 });
    await deliver();
    expect(alertsTo(gone.email)).toEqual([]);
    expect(await parked.retry(row!.id)).toBe(1);
    await deliver();
    expect(alertsTo(gone.email)).toHaveLength(1);
    expect(await parked.count()).toMatchObject({ parked: 0 });
  });

  it('is told again by the same id when nobody can know whether it was taken', async () => {
    const owner = await newOwner();
    server.behave('drops after the message');
    await scan(owner);
    await deliver();
    server.behave('takes');
    app.clock.advance({ hours: 1 });
    await deliver();
    const ids = alertsTo(owner.email).map(({ messageId }) => messageId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('keeps one-time codes in no readable form, neither in the table nor in the log', async () => {
    const { id } = await signIn(app);
    const [to, code] = [newEmail(), '738204'];
    server.behave('is busy');
    await tell({ kind: 'email-code', userId: id, to, code, expiresAt: new Date(app.clock.nowMs() + 300_000) });
    await deliver();
    const [waiting] = await noticesOf(id);
    expect(waiting).toMatchObject({ status: 'waiting', payload: expect.stringContaining('"code":') });
    server.behave('takes');
    app.clock.advance({ seconds: 10 });
    await deliver();
    expect(mailsTo(to)[0]!.text).toContain(code);
    expect(JSON.stringify([waiting, ...(await noticesOf(id)), app.logs])).not.toContain(code);
    expect((await noticesOf(id))[0]).toMatchObject({ status: 'sent', payload: null });
  });

  it('is not told when it is a code that has expired meanwhile', async () => {
    const { id } = await signIn(app);
    const to = newEmail();
    server.behave('is busy');
    await tell({
      kind: 'email-code',
      userId: id,
      to,
      code: '112233',
      expiresAt: new Date(app.clock.nowMs() + 300_000),
    });
    await deliver();
    server.behave('takes');
    app.clock.advance({ minutes: 6 });
    await deliver();
    expect(mailsTo(to)).toEqual([]);
    expect(await noticesOf(id)).toMatchObject([{ status: 'dropped', payload: null }]);
  });

  it('is not written down when the fact is not', async () => {
    const { id } = await signIn(app);
    const notifications = app.app.get(Notifications, { strict: false });
    const fact = transact(app.dataSource, async (manager) => {
      await notifications.tell(manager, { kind: 'welcome', userId: id });
      throw new Error('the fact fails');
    });
    await expect(fact).rejects.toThrow('the fact fails');
    expect(await noticesOf(id)).toEqual([]);
  });

  it('is told once of one order and of one expiry, however often it is asked for', async () => {
    const { id } = await signIn(app);
    const endsAt = new Date(app.clock.nowMs() + 86_400_000);
    await app.dataSource.query("UPDATE users SET plan = 'premium', premiumExpiryDate = ? WHERE id = ?", [endsAt, id]);
    const notifications = app.app.get(Notifications, { strict: false });
    const ending = (moment: Date) => Readable.from([{ userId: id, endsAt: moment }]);
    await notifications.tellPremiumEndings(ending(endsAt));
    await notifications.tellPremiumEndings(ending(endsAt));
    expect(await noticesOf(id)).toHaveLength(1);
    await notifications.tellPremiumEndings(ending(new Date(endsAt.getTime() + 1)));
    expect(await noticesOf(id)).toHaveLength(2);
  });

  it('is removed thirty days after it was told, and not before', async () => {
    const owner = await newOwner();
    await scan(owner);
    await deliver();
    const outbox = app.app.get(NotificationsRepository, { strict: false });
    app.clock.advance({ days: 29 });
    await outbox.purge();
    expect(await noticesOf(owner.id)).toHaveLength(1);
    app.clock.advance({ days: 2 });
    await outbox.purge();
    expect(await noticesOf(owner.id)).toEqual([]);
  });

  it('shows in the metrics while it waits', async () => {
    const owner = await newOwner();
    server.behave('is busy');
    await scan(owner);
    await deliver();
    if (!isServerTested) {
      const { text } = await app.app.get(Metrics).render();
      expect(text).toMatch(/^notifications_outbox\{state="waiting"\} [1-9]/m);
      expect(text).toMatch(/^carqr_events_total\{event="notification_parked"\} [1-9]/m);
    }
    expect(await noticesOf(owner.id)).toMatchObject([{ status: 'waiting' }]);
  });

  it('is told once when several urgent scans interrupt the same pause', async () => {
    const owner = await newOwner();
    await scan(owner);
    await deliver();
    // At this moment the pause ends as late as the claim of a mail that is begun now.
    app.clock.advance({ minutes: 2 });
    const phones = Array.from({ length: 6 }, newPhone);
    server.behave('is slow');
    await Promise.all(phones.map((scannerPhone) => scan(owner, { scannerPhone, reason: 'emergency' })));
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await deliver();
      app.clock.advance({ seconds: 6 });
    }
    const told = alertsTo(owner.email).flatMap(({ text }) => text?.match(/(?<=tel:)\+\d+/g) ?? []);
    expect(told.slice(1).toSorted()).toEqual(phones.toSorted());
  });

  (isServerTested ? it : it.skip)('is told once however many workers try at the same moment', async () => {
    const owners: (Owner & { email: string })[] = [];
    for (let count = 0; count < 30; count += 1) owners.push(await newOwner());
    server.behave('is busy');
    await Promise.all(owners.flatMap((owner) => [scan(owner), scan(owner), scan(owner)]));
    await deliver();
    server.behave('takes');
    app.clock.advance({ hours: 2 });
    await deliver();
    for (const owner of owners) {
      const mails = alertsTo(owner.email);
      expect(mails.map(({ subject }) => subject)).toEqual(['You missed 3 scans of KA01AB1234']);
    }
  });
});
