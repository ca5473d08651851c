import { expectFields, expectInvalid, expectRefusal, simultaneously, visibleParts } from '../support/answers.js';
import { type Owner, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const MISSING = '01938a5e-7c11-7abc-8def-012345678901';

describe('marking a scan', () => {
  let app: TestApp;
  let owner: Owner;
  let scan: Record<string, string | null>;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    owner = await signInOwner(app);
    const form = { carId: owner.car.id, scannerPhone: '9812300001', scannerEmail: 'ravi@example.com' };
    scan = (await app.api.fromNewAddress().post('/scans', form)).body.activity;
    app.clock.advance({ seconds: 1, ms: 7 });
  });
  afterAll(() => app.stop());

  const mark = (marks: unknown, api = owner.api, id = scan.id) => api.patch(`/api/v1/scans/${id}`, marks);
  const read = async () => (await owner.api.get('/scans')).body.scans[0];

  it.each([
    ['read', 'readAt'],
    ['resolved', 'resolvedAt'],
  ])('as %s notes the moment, keeps the first one, and takes it back', async (flag, field) => {
    const moment = app.clock.now().toISOString();
    const { status, body } = await mark({ [flag]: true });
    expect([status, Object.keys(body)]).toEqual([200, ['success', 'activity']]);
    expectFields(body.activity, 'activity');
    expect(body.activity).toEqual({ ...scan, [field]: moment });
    app.clock.advance({ minutes: 1 });
    expect((await mark({ [flag]: true })).body.activity[field]).toBe(moment);
    expect(await read()).toEqual({ ...scan, [field]: moment });
    expect((await mark({ [flag]: false })).body.activity).toEqual(scan);
    expect(await read()).toEqual(scan);
  });

  it('as both, or as one and not the other, is one call', async () => {
    const moment = app.clock.now().toISOString();
    expect((await mark({ read: true, resolved: true })).body.activity).toMatchObject({
      readAt: moment,
      resolvedAt: moment,
    });
    expect((await mark({ read: false, resolved: null })).body.activity).toMatchObject({
      readAt: null,
      resolvedAt: moment,
    });
    expect((await mark({})).body.activity).toMatchObject({ readAt: null, resolvedAt: moment });
  });

  it('as read and as resolved at the same moment leaves both marks', async () => {
    await simultaneously(10, (index) => mark(index % 2 ? { read: true } : { resolved: true }));
    expect(await read()).toMatchObject({ readAt: expect.any(String), resolvedAt: expect.any(String) });
  });

  it('changes nothing else, whatever else is sent', async () => {
    const forged = { id: MISSING, notes: 'x', via: 'premium', readAt: '2020-01-01', scannerPhone: '+919800000000' };
    expect((await mark({ ...forged, resolved: true })).body.activity).toEqual({
      ...scan,
      resolvedAt: app.clock.now().toISOString(),
    });
  });

  it.each([
    ['read', 'yes'],
    ['read', 1],
    ['resolved', ['true']],
  ])('is refused for %s: %p', async (field, value) => {
    expectInvalid(await mark({ [field]: value }), field);
    expect(await read()).toEqual(scan);
  });

  it('answers for another owner’s scan exactly like for one that does not exist', async () => {
    const other = await signInOwner(app);
    const theirs = await mark({ read: true }, other.api);
    expectRefusal(theirs, [404, 'SCAN_NOT_FOUND']);
    for (const id of [MISSING, 'nothing', '%00', owner.car.id]) {
      expect(visibleParts(await mark({ read: true }, other.api, id))).toEqual(visibleParts(theirs));
    }
    expect(await read()).toEqual(scan);
    expectRefusal(await mark({ read: true }, app.api), [401, 'UNAUTHORIZED']);
  });
});
