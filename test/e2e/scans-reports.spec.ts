import { FIELDS, expectInvalid } from '../support/answers.js';
import { type Owner, signIn, signInOwner } from '../support/people.js';
import { insertRows, scanRow } from '../support/rows.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('reports on the scans of a car', () => {
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    owner = await signInOwner(app);
  });
  afterAll(() => app.stop());

  const addScans = (...scans: [moment: string, fields?: Record<string, unknown>][]) => {
    const rows = scans.map(([moment, fields]) => scanRow(owner.car.id, new Date(moment), fields));
    return insertRows(app.dataSource, 'scans', rows);
  };

  describe('the figures', () => {
    const getStats = async (query = '') => (await owner.api.get(`/api/v1/scans/stats${query}`)).body.stats;
    const daysOf = (stats: { perDay: { day: string; count: number }[] }) =>
      stats.perDay.map(({ day, count }) => `${day}: ${count}`);

    it('count all, the unread, each day and each code', async () => {
      const readAt = new Date('2026-01-05');
      await addScans(
        ['2026-01-01T10:00:00.001Z', { qrCode: 'AAAA', readAt }],
        ['2026-01-01T10:00:59.999Z', { qrCode: 'AAAA' }],
        ['2026-01-01T23:00Z', { qrCode: 'BBBB' }],
        ['2026-01-03T10:00Z', { qrCode: 'AAAA', readAt }],
      );
      const stats = await getStats('?from=2026-01-01&to=2026-01-10');
      expect(stats).toEqual({
        total: 4,
        unread: 2,
        perDay: [
          { day: '2026-01-01', count: 3 },
          { day: '2026-01-03', count: 1 },
        ],
        perCode: expect.arrayContaining([
          { qrCode: 'AAAA', count: 3 },
          { qrCode: 'BBBB', count: 1 },
        ]),
      });
      expect(stats.perCode).toHaveLength(2);
    });

    it('begin a day at midnight of the time zone asked for', async () => {
      await addScans(['2026-01-01T18:29:59.999Z'], ['2026-01-01T18:30:00.000Z'], ['2026-01-02T18:29:59.999Z']);
      const range = '?from=2026-01-01&to=2026-01-10';
      expect(daysOf(await getStats(range))).toEqual(['2026-01-01: 2', '2026-01-02: 1']);
      expect(daysOf(await getStats(`${range}&tz=Asia/Kolkata`))).toEqual(['2026-01-01: 1', '2026-01-02: 2']);
    });

    it('follow the clocks of a time zone when they change', async () => {
      await addScans(['2026-03-29T22:59:59Z'], ['2026-03-28T23:00Z'], ['2026-03-29T21:59:59Z'], ['2026-03-29T22:00Z']);
      const stats = await getStats('?from=2026-03-01&to=2026-04-10&tz=Europe/Berlin');
      expect(daysOf(stats)).toEqual(['2026-03-29: 2', '2026-03-30: 2']);
    });

    it('cover the last thirty days up to this very moment unless told otherwise', async () => {
      const now = app.clock.nowMs();
      const ago = (days: number) => new Date(now - days * 86_400_000).toISOString();
      await addScans([ago(0)], [ago(29.9)], [ago(30.1)]);
      expect((await getStats()).total).toBe(2);
      expect((await getStats(`?from=${ago(31)}`)).total).toBe(3);
      expect((await getStats(`?to=${ago(0)}`)).total).toBe(1);
    });

    it('are zero where there is no car', async () => {
      const { api } = await signIn(app);
      const { body } = await api.get('/scans/stats');
      expect(body).toEqual({ success: true, stats: { total: 0, unread: 0, perDay: [], perCode: [] } });
    });

    it.each([
      ['tz', 'tz=Mars/Olympus'],
      ['tz', 'tz='],
      ['tz', "tz=UTC'--"],
      ['from', 'from=2024-01-01&to=2026-01-01'],
    ])('are refused for a bad %s: %s', async (field, query) => {
      expectInvalid(await owner.api.get(`/scans/stats?${query}`), field);
    });
  });

  describe('the CSV', () => {
    const exportCsv = (query = '', api = owner.api) => api.get(`/api/v1/scans/export.csv${query}`);
    const HEADER = FIELDS.activity.join(',');

    it('has a header and the rows of the list, newest first', async () => {
      await addScans(['2026-01-01T10:00:00.007Z', { reason: 'blocking', qrCode: 'AAAA' }], ['2026-01-02T10:00Z']);
      const { status, headers, text } = await exportCsv();
      expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
      expect(headers.get('content-disposition')).toBe('attachment; filename="carqr-scans.csv"');
      const { scans } = (await owner.api.get('/scans')).body;
      const line = (scan: Record<string, string | null>): string =>
        FIELDS.activity.map((field) => (field === 'scannerPhone' ? `'${scan[field]}` : (scan[field] ?? ''))).join(',');
      expect(text).toBe(`${[HEADER, ...scans.map(line)].join('\r\n')}\r\n`);
    });

    it.each([[], ['2026-01-01T10:00Z']])('begins with a byte order mark, and has no other', async (...moments) => {
      await addScans(...moments.map((moment): [string, Record<string, unknown>] => [moment, { notes: 'हिन्दी' }]));
      const headers = { authorization: `Bearer ${owner.token}` };
      const response = await fetch(`${owner.api.url}/scans/export.csv`, { headers });
      const bytes = Buffer.from(await response.arrayBuffer());
      // Decoders drop one byte order mark, so the bytes are compared.
      expect(bytes.subarray(0, 5).toString('hex')).toBe(`efbbbf${Buffer.from('id').toString('hex')}`);
      expect(bytes.lastIndexOf('\ufeff')).toBe(0);
      expect(bytes.includes('हिन्दी')).toBe(moments.length > 0);
    });

    it.each(['', '?from=2026-01-01'])('has a header only where there is nothing%s', async (query) => {
      expect((await exportCsv(query)).text).toBe(`${HEADER}\r\n`);
      expect((await exportCsv(query, (await signIn(app)).api)).text).toBe(`${HEADER}\r\n`);
    });

    it.each([
      ['=1+1', "'=1+1"],
      ['+1', "'+1"],
      ['-1', "'-1"],
      ['@SUM(A1)', "'@SUM(A1)"],
      ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
      ['a, "b"', '"a, ""b"""'],
      ['two\nlines', '"two\nlines"'],
      ['two\r\nlines', '"two\r\nlines"'],
      ['plain = text', 'plain = text'],
      ['🚗 हिन्दी', '🚗 हिन्दी'],
    ])('writes the notes %j as %j', async (notes, cell) => {
      await addScans(['2026-01-01T10:00Z', { notes }]);
      const { text } = await exportCsv();
      expect(text.slice(HEADER.length)).toContain(`,ravi@example.com,${cell},,form,2026-01-01T10:00:00.000Z,,\r\n`);
    });

    it('neutralises an e-mail address that is a formula', async () => {
      const form = { carId: owner.car.id, scannerPhone: '9812300001', scannerEmail: '=x@example.com' };
      expect((await app.api.fromNewAddress().post('/scans', form)).status).toBe(201);
      expect((await exportCsv()).text).toContain(",'=x@example.com,");
    });

    it('has every row of a range, however many there are', async () => {
      const start = Date.UTC(2026, 0, 1);
      const rows = Array.from({ length: 1203 }, (_, index) => scanRow(owner.car.id, new Date(start + index)));
      await insertRows(app.dataSource, 'scans', rows);
      const { text } = await exportCsv('?from=2026-01-01T00:00:00.001Z&to=2026-01-01T00:00:01.202Z');
      const ids = text
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.slice(0, 36));
      expect(ids).toEqual(
        rows
          .slice(1, -1)
          .map(({ id }) => id)
          .reverse(),
      );
    });
  });
});
