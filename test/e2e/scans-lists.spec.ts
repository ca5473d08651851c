import { expectFields, expectInvalid, expectRefusal } from '../support/answers.js';
import { type Owner, type Person, signIn, signInOwner } from '../support/people.js';
import { insertRows, scanRow } from '../support/rows.js';
import { type TestApp, startApp } from '../support/start-app.js';

const MINUTE_MS = 60_000;

describe('the scans of a car', () => {
  let app: TestApp;
  let owner: Owner;
  let path: string;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    owner = await signInOwner(app);
    path = `/cars/${owner.car.id}/scans`;
  });
  afterAll(() => app.stop());

  const list = async (query = '', api = owner.api) => (await api.get(`/scans${query}`)).body;
  const idsOf = (body: { scans: { id: string }[] }): string[] => body.scans.map(({ id }) => id);
  /** Scans a minute apart up to now, the newest first. */
  const addScans = async (count: number, everyMs = MINUTE_MS): Promise<string[]> => {
    const rows = Array.from({ length: count }, (_, index) =>
      scanRow(owner.car.id, new Date(app.clock.nowMs() - index * everyMs), { notes: `scan ${index}` }),
    );
    await insertRows(app.dataSource, 'scans', rows);
    return rows.map(({ id }) => id as string);
  };
  /** Follows the cursors to the end. */
  const collect = async (
    query: string,
    between: () => Promise<unknown> = () => Promise.resolve(),
  ): Promise<string[]> => {
    const ids: string[] = [];
    let cursor = '';
    for (;;) {
      const body = await list(`${query}${cursor}`);
      ids.push(...idsOf(body));
      if (body.pagination.nextCursor === null) return ids;
      cursor = `&cursor=${body.pagination.nextCursor}`;
      await between();
    }
  };

  it('are listed newest first, fifty a page, at all their addresses alike', async () => {
    const ids = await addScans(51);
    const body = await list();
    expect(idsOf(body)).toEqual(ids.slice(0, 50));
    expectFields(body.pagination, 'pagination');
    for (const scan of body.scans) expectFields(scan, 'activity');
    const { nextCursor } = body.pagination;
    expect(body.pagination).toEqual({ total: 51, limit: 50, offset: 0, nextCursor: expect.any(String) });
    for (const url of ['/api/v1/scans', path, `/api/v1${path}`, `/scans/${owner.car.id}/scans`]) {
      expect((await owner.api.get(url)).body).toEqual(body);
      expect(idsOf((await owner.api.get(`${url}?cursor=${nextCursor}`)).body)).toEqual(ids.slice(50));
    }
  });

  it('are an empty list where there is no car, and none of anybody else', async () => {
    await addScans(2);
    const empty = { scans: [], pagination: { total: 0, limit: 50, offset: 0, nextCursor: null } };
    expect(await list('', (await signIn(app)).api)).toEqual({ success: true, ...empty });
    expect(await list('?limit=7&offset=3', (await signInOwner(app)).api)).toMatchObject({
      scans: [],
      pagination: { total: 0, limit: 7, offset: 3, nextCursor: null },
    });
  });

  it('are only for the signed in', async () => {
    for (const url of ['/scans', path, '/scans/stats', '/scans/export.csv']) {
      expectRefusal(await app.api.get(url), [401, 'UNAUTHORIZED']);
    }
  });

  it('keep the milliseconds of their moments', async () => {
    const timestamp = new Date(1_700_000_000_007);
    await insertRows(app.dataSource, 'scans', [
      scanRow(owner.car.id, timestamp, { readAt: new Date(1_700_000_000_999) }),
    ]);
    expect((await list()).scans[0]).toMatchObject({
      timestamp: '2023-11-14T22:13:20.007Z',
      readAt: '2023-11-14T22:13:20.999Z',
    });
  });

  describe('by limit and offset', () => {
    it('are the part asked for', async () => {
      const ids = await addScans(10);
      const body = await list('?limit=4&offset=5');
      expect(idsOf(body)).toEqual(ids.slice(5, 9));
      expect(body.pagination).toEqual({ total: 10, limit: 4, offset: 5, nextCursor: expect.any(String) });
      const next = await list(`?limit=4&cursor=${body.pagination.nextCursor}`);
      expect(idsOf(next)).toEqual(ids.slice(9));
      expect(next.pagination).toEqual({ total: 10, limit: 4, offset: 9, nextCursor: null });
      expect((await list('?limit=5&offset=5')).pagination.nextCursor).toBeNull();
      expect(await list('?offset=100')).toMatchObject({ scans: [], pagination: { total: 10, nextCursor: null } });
    });

    it.each(['limit=0', 'limit=101', 'limit=-1', 'limit=1.5', 'limit=x', 'limit=', 'limit=1&limit=2'])(
      'are refused for %s',
      async (query) => {
        expectInvalid(await owner.api.get(`/scans?${query}`), 'limit');
      },
    );

    it.each(['offset=-1', 'offset=x', 'offset=1e3', 'offset=99999999999999999999'])(
      'are refused for %s',
      async (query) => {
        expectInvalid(await owner.api.get(`/scans?${query}`), 'offset');
      },
    );

    it('are a hundred at the most', async () => {
      await addScans(101);
      expect((await list('?limit=100')).scans).toHaveLength(100);
    });
  });

  describe('by cursor', () => {
    it.each([1, 3, 7, 10, 30])('are each there exactly once in pages of %i, those of one moment too', async (limit) => {
      const ids = new Set([...(await addScans(15)), ...(await addScans(15, 0))]);
      const collected = await collect(`?limit=${limit}`);
      expect(collected).toHaveLength(30);
      expect(new Set(collected)).toEqual(ids);
    });

    it('are each there exactly once while new ones arrive, which come before them', async () => {
      const ids = await addScans(20);
      const collected = await collect('?limit=5', async () => {
        app.clock.advance({ seconds: 1 });
        await addScans(3, 0);
      });
      expect(collected).toEqual(ids);
    });

    it('are all there, those too that the total of the first page did not know of', async () => {
      const ids = await addScans(8);
      const collected = await collect('?limit=4', async () => {
        if (ids.length > 8) return;
        const late = scanRow(owner.car.id, new Date(app.clock.nowMs() - 60 * MINUTE_MS));
        await insertRows(app.dataSource, 'scans', [late]);
        ids.push(late.id as string);
      });
      expect(collected).toEqual(ids);
    });

    it.each([
      'x',
      '',
      'W10',
      'bnVsbA',
      '%F0%9F%9A%97',
      Buffer.from('[1,"x",3,4]').toString('base64url'),
      Buffer.from('[-1,"01938a5e-7c11-7abc-8def-012345678901",3,4]').toString('base64url'),
      Buffer.from('[1e300,"01938a5e-7c11-7abc-8def-012345678901",3,4]').toString('base64url'),
      Buffer.from('["1","01938a5e-7c11-7abc-8def-012345678901",3,4]').toString('base64url'),
      Buffer.from('[1,"01938a5e-7c11-7abc-8def-012345678901"]').toString('base64url'),
      Buffer.from('{"a":1}').toString('base64url'),
      'A'.repeat(301),
    ])('are refused for the cursor %j', async (cursor) => {
      for (const url of ['/scans', path]) expectInvalid(await owner.api.get(`${url}?cursor=${cursor}`), 'cursor');
    });

    it('give nothing away through the cursor of another car', async () => {
      await addScans(3);
      const { nextCursor } = (await list('?limit=1')).pagination;
      const stranger: Person = await signInOwner(app);
      expect((await list(`?cursor=${nextCursor}`, stranger.api)).scans).toEqual([]);
      expectRefusal(await stranger.api.get(`${path}?cursor=${nextCursor}`), [404, 'CAR_NOT_FOUND']);
    });
  });

  describe('of a range', () => {
    const at = (text: string) => scanRow(owner.car.id, new Date(text));

    it('begin with `from` and end before `to`, and count only these', async () => {
      const rows = ['2026-01-01', '2026-01-02T00:00:00.000Z', '2026-01-02T23:59:59.999Z', '2026-01-03'].map(at);
      await insertRows(app.dataSource, 'scans', rows);
      const ids = rows.map(({ id }) => id).reverse();
      const day = await list('?from=2026-01-02&to=2026-01-03');
      expect(idsOf(day)).toEqual(ids.slice(1, 3));
      expect(day.pagination.total).toBe(2);
      expect(idsOf(await list('?from=2026-01-02T00:00:00.001Z'))).toEqual(ids.slice(0, 2));
      expect(idsOf(await list('?to=2026-01-02T05:30:00%2B05:30'))).toEqual(ids.slice(3));
      expect(await collect('?limit=1&from=2026-01-02&to=2026-01-03')).toEqual(ids.slice(1, 3));
      expect(idsOf(await list('?from=2026-01-03&to=2026-01-02'))).toEqual([]);
    });

    it.each([
      'from=yesterday',
      'from=2026-02-30',
      'to=2026-13-01',
      'from=1700000000',
      'to=2026-01-01T00:00:00',
      'from=2026-01-01&from=2026-01-02',
    ])('are refused for %s', async (query) => {
      const field = query.slice(0, query.indexOf('='));
      for (const url of ['/scans', path, '/scans/stats', '/scans/export.csv']) {
        expectInvalid(await owner.api.get(`${url}?${query}`), field);
      }
    });
  });
});
