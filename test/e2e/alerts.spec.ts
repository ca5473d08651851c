import { newId } from '@app/database';
import { type Owner, newPhone, signInOwner } from '../support/people.js';
import { type TestRelay, relayOf } from '../support/relays.js';
import { insertRows } from '../support/rows.js';
import { giveEmail } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the owner of a car that was scanned', () => {
  let app: TestApp;
  let relay: TestRelay;

  beforeAll(async () => {
    app = await startApp();
    relay = relayOf(app);
  });

  afterAll(() => app.stop());

  async function newOwner(address: { isVerified?: boolean } = {}): Promise<Owner & { email: string }> {
    const owner = await signInOwner(app);
    return { ...owner, email: await giveEmail(app, owner, address) };
  }

  const scan = async (owner: Owner, fields: object = {}) => {
    const form = { carId: owner.car.qrCode, scannerPhone: newPhone(), scannerEmail: 'ravi@example.com', ...fields };
    const { status } = await app.api.fromNewAddress().post('/scans', form);
    expect(status).toBe(201);
    return form;
  };

  /** The mails about scans, which are not all that an owner gets. */
  const alertsTo = ({ email }: { email: string }) =>
    app.inbox.to(email).filter(({ subject }) => subject?.includes('KA01AB1234'));

  /** Writes down as many notices more that say the same as one that waits. */
  const copyWaiting = async (owner: Owner, count: number): Promise<void> => {
    const [row] = await app.dataSource.query<Record<string, unknown>[]>(
      "SELECT * FROM notifications WHERE userId = ? AND status = 'waiting'",
      [owner.id],
    );
    const copies = Array.from({ length: count }, () => ({ ...row, id: newId(), onceKey: null }));
    await insertRows(app.dataSource, 'notifications', copies);
  };

  const countNotices = async (owner: Owner): Promise<number> =>
    (await app.dataSource.query<unknown[]>('SELECT 1 FROM notifications WHERE userId = ?', [owner.id])).length;

  it('is told at once who it was, when, why and in which words, with ways to answer', async () => {
    const owner = await newOwner();
    const { scannerPhone } = await scan(owner, { reason: 'blocking', notes: 'You are parked across my gate.' });
    await relay.deliver();
    const [mail, ...others] = alertsTo(owner);
    expect(others).toEqual([]);
    expect(mail!.subject).toBe('The car is in the way: KA01AB1234');
    for (const part of [
      scannerPhone,
      'ravi@example.com',
      '"You are parked across my gate."',
      `https://carqr.test/S/${owner.car.qrCode}`,
    ]) {
      expect(mail!.text).toContain(part);
    }
    const at = new Intl.DateTimeFormat('en-IN', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Kolkata' });
    expect(mail!.text).toContain(at.format(app.clock.now()));
  });

  it('has one mail in five minutes, and then one with all that came meanwhile', async () => {
    const owner = await newOwner();
    await scan(owner);
    await relay.deliver();
    const later = [];
    for (let count = 0; count < 3; count += 1) {
      app.clock.advance({ minutes: 1 });
      later.push(await scan(owner));
      await relay.deliver();
    }
    expect(alertsTo(owner)).toHaveLength(1);
    app.clock.advance({ minutes: 2 });
    await relay.deliver();
    const [digest] = alertsTo(owner);
    expect(alertsTo(owner)).toHaveLength(2);
    expect(digest!.subject).toBe('3 people are looking for you: KA01AB1234');
    for (const { scannerPhone } of later) expect(digest!.text).toContain(scannerPhone);
    app.clock.advance({ minutes: 10 });
    await relay.deliver();
    expect(alertsTo(owner)).toHaveLength(2);
  });

  it('is told once of a submission that was sent twice', async () => {
    const owner = await newOwner();
    const form = await scan(owner);
    await Promise.all([scan(owner, form), scan(owner, form)]);
    expect(await countNotices(owner)).toBe(1);
  });

  it.each(['emergency', 'towing'])('is told of %s at once, and of what was gathered with it', async (reason) => {
    const owner = await newOwner();
    await scan(owner);
    await relay.deliver();
    app.clock.advance({ minutes: 1 });
    const gathered = await scan(owner);
    await relay.deliver();
    expect(alertsTo(owner)).toHaveLength(1);
    const urgent = await scan(owner, { reason });
    await relay.deliver();
    const [mail, ...before] = alertsTo(owner);
    expect(before).toHaveLength(1);
    expect(mail!.subject).toMatch(/^(Emergency|The car is about to be towed): KA01AB1234 \(2 people\)$/);
    expect(mail!.text.indexOf(urgent.scannerPhone)).toBeLessThan(mail!.text.indexOf(gathered.scannerPhone));
    app.clock.advance({ minutes: 10 });
    await relay.deliver();
    expect(alertsTo(owner)).toHaveLength(2);
  });

  it('has a pause of five minutes after an urgent mail, too', async () => {
    const owner = await newOwner();
    await scan(owner, { reason: 'towing' });
    await scan(owner);
    await relay.deliver();
    const told = alertsTo(owner).length;
    app.clock.advance({ minutes: 4 });
    await scan(owner);
    await relay.deliver();
    expect(alertsTo(owner)).toHaveLength(told);
    app.clock.advance({ minutes: 2 });
    await relay.deliver();
    expect(alertsTo(owner)).toHaveLength(told + 1);
  });

  it('is told of an emergency although a hundred older scans wait', async () => {
    const owner = await newOwner();
    await scan(owner);
    await relay.deliver();
    await scan(owner);
    await relay.deliver();
    await copyWaiting(owner, 120);
    const { scannerPhone } = await scan(owner, { reason: 'emergency' });
    await relay.deliver();
    expect(alertsTo(owner)[0]!.text).toContain(scannerPhone);
  });

  it('is not told when they do not want to be by the time of the delivery', async () => {
    const owner = await newOwner();
    await owner.api.patch('/users/me', { preferences: { notifyByEmail: false } });
    await scan(owner);
    await relay.deliver();
    expect(alertsTo(owner)).toEqual([]);
    const [notice] = await app.dataSource.query('SELECT status, payload FROM notifications WHERE userId = ?', [
      owner.id,
    ]);
    expect(notice).toMatchObject({ status: 'dropped', payload: null });
  });

  it('leaves nothing in the outbox once the account or the car is gone', async () => {
    const [owner, other] = [await newOwner({ isVerified: false }), await newOwner({ isVerified: false })];
    await scan(owner);
    await scan(other);
    await owner.api.delete('/users/me');
    await other.api.delete(`/cars/${other.car.id}`);
    expect([await countNotices(owner), await countNotices(other)]).toEqual([0, 0]);
  });

  it('leaves nothing of the scanner in the outbox once they have been told', async () => {
    const owner = await newOwner();
    await scan(owner);
    await relay.deliver();
    const [notice] = await app.dataSource.query('SELECT * FROM notifications WHERE userId = ?', [owner.id]);
    expect(notice).toMatchObject({ status: 'sent', payload: null, attempts: 1 });
  });
});
