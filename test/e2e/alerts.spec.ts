import { type Owner, newPhone, signInOwner } from '../support/people.js';
import { type TestRelay, relayOf } from '../support/relays.js';
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
    app.inbox.to(email).filter(({ subject }) => subject?.includes('looking for you'));

  const countNotices = async (owner: Owner): Promise<number> =>
    (await app.dataSource.query<unknown[]>('SELECT 1 FROM notifications WHERE userId = ?', [owner.id])).length;

  it('is told at once who it was, when, why and in which words, with ways to answer', async () => {
    const owner = await newOwner();
    const { scannerPhone } = await scan(owner, { reason: 'blocking', notes: 'You are parked across my gate.' });
    await relay.deliver();
    const [mail, ...others] = alertsTo(owner);
    expect(others).toEqual([]);
    expect(mail!.subject).toBe('Somebody is looking for you: KA01AB1234');
    for (const part of [
      scannerPhone,
      'ravi@example.com',
      'The car is in the way',
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

  it.each([
    ['does not want to be', { isVerified: true }, { preferences: { notifyByEmail: false } }],
    ['has not confirmed the address', { isVerified: false }, {}],
  ])('is not told when they %s by the time of the delivery', async (_, who, changes) => {
    const owner = await newOwner(who);
    await owner.api.patch('/users/me', changes);
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
