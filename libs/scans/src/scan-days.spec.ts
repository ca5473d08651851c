import { isTimeZone, summarize } from './scan-days.js';

const scan = (moment: string, { qrCode = 'CODE', count = 1, unread = 0 } = {}) => ({
  minute: new Date(moment),
  qrCode,
  count,
  unread,
});
const daysOf = (timeZone: string, ...moments: string[]) =>
  summarize(
    moments.map((moment) => scan(moment)),
    timeZone,
  ).perDay.map(({ day, count }) => `${day}: ${count}`);

describe('the days of scans', () => {
  it.each([
    ['UTC', ['2026-11-22T23:59Z', '2026-11-23T00:00Z'], ['2026-11-22: 1', '2026-11-23: 1']],
    ['Asia/Kolkata', ['2026-11-22T18:29Z', '2026-11-22T18:30Z'], ['2026-11-22: 1', '2026-11-23: 1']],
    ['Asia/Kathmandu', ['2026-11-22T18:14Z', '2026-11-22T18:15Z'], ['2026-11-22: 1', '2026-11-23: 1']],
    ['Pacific/Kiritimati', ['2026-12-31T09:59Z', '2026-12-31T10:00Z'], ['2026-12-31: 1', '2027-01-01: 1']],
    ['America/New_York', ['2026-03-08T04:59Z', '2026-03-08T05:00Z'], ['2026-03-07: 1', '2026-03-08: 1']],
    ['America/New_York', ['2026-03-09T03:59Z', '2026-03-09T04:00Z'], ['2026-03-08: 1', '2026-03-09: 1']],
    ['America/New_York', ['2026-11-02T04:59Z', '2026-11-02T05:00Z'], ['2026-11-01: 1', '2026-11-02: 1']],
  ])('in %s change at midnight there, on the day that clocks change too: %j', (timeZone, moments, days) => {
    expect(daysOf(timeZone, ...moments)).toEqual(days);
  });

  it('add up what happened by day and by code, and what is unread', () => {
    const counts = [
      scan('2026-11-22T01:00Z', { count: 2, unread: 1 }),
      scan('2026-11-22T02:00Z', { qrCode: 'OTHER', count: 3 }),
      scan('2026-11-23T01:00Z', { count: 4, unread: 4 }),
    ];
    expect(summarize(counts, 'UTC')).toEqual({
      total: 9,
      unread: 5,
      perDay: [
        { day: '2026-11-22', count: 5 },
        { day: '2026-11-23', count: 4 },
      ],
      perCode: [
        { qrCode: 'CODE', count: 6 },
        { qrCode: 'OTHER', count: 3 },
      ],
    });
  });

  it('are none where nothing happened', () => {
    expect(summarize([], 'UTC')).toEqual({ total: 0, unread: 0, perDay: [], perCode: [] });
  });
});

describe('a time zone', () => {
  it.each(['UTC', 'Asia/Kolkata', 'America/New_York'])('is known by its name %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['Mars/Olympus', 'IST5', '', 'Asia/'])('is not %j', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
