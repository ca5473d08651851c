import { NotificationsRepository } from '@app/notifications';
import { HeldNotifications } from '../../libs/notifications/src/held-notifications.js';
import { type Owner, newPhone, signInOwner } from '../support/people.js';
import { relayOf } from '../support/relays.js';
import { countRows, makeFresh, newEmail } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('an owner without a confirmed address', () => {
  let app: TestApp;
  let owner: Owner;
  let email: string;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    owner = await signInOwner(app);
    email = newEmail();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => app.stop());

  const scan = async (fields: object = {}): Promise<string> => {
    const form = { carId: owner.car.qrCode, scannerPhone: newPhone(), scannerEmail: 'ravi@example.com', ...fields };
    const { status, body } = await app.api.fromNewAddress().post('/scans', form);
    expect(status).toBe(201);
    await relayOf(app).deliver();
    return body.activity.id;
  };

  const confirm = async (address = email): Promise<void> => {
    await makeFresh(app, owner);
    const { status } = await owner.api.patch('/users/me', { email: address });
    expect(status).toBe(200);
    const code = await app.inbox.codeMailedTo(address);
    expect((await owner.api.post('/users/me/email/verify', { code })).status).toBe(200);
    await relayOf(app).deliver();
  };

  const alertsTo = (address = email) =>
    app.inbox.to(address).filter(({ subject }) => subject?.includes(owner.car.carNumber));
  const statuses = async (): Promise<string[]> => {
    const rows = await app.dataSource.query<{ status: string }[]>(
      "SELECT status FROM notifications WHERE userId = ? AND kind = 'scan-alert' ORDER BY id",
      [owner.id],
    );
    return rows.map(({ status }) => status);
  };

  it('is told of the scans before it once they confirm one, in one mail and once', async () => {
    await scan({ notes: 'the first' });
    app.clock.advance({ hours: 12 });
    await scan({ notes: 'the second', reason: 'lights_on' });
    app.clock.advance({ hours: 5 });
    await confirm();
    const [mail, ...others] = alertsTo();
    expect(others).toEqual([]);
    expect(mail!.subject).toBe('You missed 2 scans of KA01AB1234');
    for (const part of ['the first', 'the second', 'The lights are on']) expect(mail!.text).toContain(part);
    app.clock.advance({ hours: 1 });
    await confirm(newEmail());
    await relayOf(app).deliver();
    expect(await statuses()).toEqual(['sent', 'sent']);
    expect(await countRows(app, 'notifications', 'status', 'held')).toBe(0);
  });

  it('is told of what they missed while a changed address was not confirmed', async () => {
    await confirm();
    const changed = newEmail();
    await owner.api.patch('/users/me', { email: changed });
    await scan({ notes: 'meanwhile' });
    expect(alertsTo()).toEqual([]);
    app.clock.advance({ hours: 2 });
    await owner.api.post('/users/me/email/resend');
    await confirm(changed);
    expect(alertsTo(changed).map(({ subject }) => subject)).toEqual(['You missed a scan of KA01AB1234']);
  });

  it('is told as usual of a scan that was a moment before', async () => {
    await scan({ reason: 'towing' });
    await confirm();
    expect(alertsTo().map(({ subject }) => subject)).toEqual(['The car is about to be towed: KA01AB1234']);
  });

  it('is told of the newest fifty', async () => {
    for (let count = 0; count < 52; count += 1) {
      await scan({ notes: `number ${count}.` });
      app.clock.advance({ minutes: 10 });
    }
    app.clock.advance({ hours: 2 });
    await confirm();
    const [mail, ...others] = alertsTo();
    expect(others).toEqual([]);
    expect(mail!.subject).toBe('You missed 50 scans of KA01AB1234');
    expect(mail!.text).toContain('number 51.');
    expect(mail!.text).not.toContain('number 1.');
    expect((await statuses()).slice(0, 3)).toEqual(['dropped', 'dropped', 'sent']);
  });

  it.each(['read', 'resolved'])('is not told of a scan that they have %s in the app', async (mark) => {
    const seen = await scan({ notes: 'the first' });
    await scan({ notes: 'the second' });
    await owner.api.patch(`/scans/${seen}`, { [mark]: true });
    await confirm();
    expect(alertsTo()).toHaveLength(1);
    expect(alertsTo()[0]!.text).not.toContain('the first');
    expect(await statuses()).toEqual(['dropped', 'sent']);
  });

  it('is told nothing when they want no mails about scans', async () => {
    await scan();
    await owner.api.patch('/users/me', { preferences: { notifyByEmail: false } });
    await confirm();
    expect(alertsTo()).toEqual([]);
    expect(await statuses()).toEqual(['dropped']);
  });

  it('is told of a scan that is held at the very moment at which they confirm', async () => {
    await scan({ notes: 'the first' });
    const held = app.app.get(HeldNotifications, { strict: false });
    const hold = held.hold.bind(held);
    // The whole confirmation fits between reading the recipient and holding the alert.
    jest.spyOn(held, 'hold').mockImplementationOnce(async (ids) => {
      await app.dataSource.query('UPDATE users SET email = ?, emailVerified = ? WHERE id = ?', [email, 1, owner.id]);
      await held.release(owner.id, 50);
      await hold(ids);
    });
    await scan({ notes: 'the second' });
    await relayOf(app).deliver();
    expect(await statuses()).toEqual(['sent', 'sent']);
    const texts = alertsTo().map(({ text }) => text);
    expect(
      texts
        .join('')
        .match(/the (first|second)/g)
        ?.toSorted(),
    ).toEqual(['the first', 'the second']);
  });

  it('leaves nothing of a scanner in the outbox for longer than scans are kept', async () => {
    await scan();
    const outbox = app.app.get(NotificationsRepository, { strict: false });
    app.clock.advance({ days: app.settings.scanRetentionDays - 1 });
    await outbox.purge();
    expect(await statuses()).toEqual(['held']);
    app.clock.advance({ days: 2 });
    await outbox.purge();
    expect(await statuses()).toEqual([]);
  });

  it('has what is held in the export of their data, and nothing of it after the account is erased', async () => {
    await scan();
    const { body } = await owner.api.get('/users/me/export');
    expect(JSON.stringify(body)).toContain('"status":"held"');
    await owner.api.delete('/users/me');
    expect(await countRows(app, 'notifications', 'userId', owner.id)).toBe(0);
  });
});
