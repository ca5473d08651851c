import type { ScanStats } from './scans.dto.js';
import type { ScanCount } from './scans.repository.js';

/** Whether a name is a time zone that days can be counted in. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Adds counts up by the days of a time zone and by code. */
export function summarize(counts: readonly ScanCount[], timeZone: string): ScanStats {
  // Sweden writes dates as ISO 8601 does.
  const dayOf = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const days = new Map<string, number>();
  const codes = new Map<string | null, number>();
  for (const { minute, qrCode, count } of counts) {
    const day = dayOf.format(minute);
    days.set(day, (days.get(day) ?? 0) + count);
    codes.set(qrCode, (codes.get(qrCode) ?? 0) + count);
  }
  return {
    total: counts.reduce((sum, { count }) => sum + count, 0),
    unread: counts.reduce((sum, { unread }) => sum + unread, 0),
    perDay: [...days].map(([day, count]) => ({ day, count })),
    perCode: [...codes].map(([qrCode, count]) => ({ qrCode, count })),
  };
}
