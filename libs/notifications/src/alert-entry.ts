import type { Entry } from './content.js';
import type { ToldScan } from './languages/index.js';

/** What a language calls the parts of a scan. */
export interface ScanWords {
  reason: string;
  phone: string;
  email: string;
  call: string;
  write: string;
  page: string;
}

/** One scan of an alert, with ways to answer it. */
export function toEntry(words: ScanWords, scan: ToldScan): Entry {
  const { at, reason, notes, scannerPhone, scannerEmail, pageUrl } = scan;
  return {
    title: at,
    facts: [
      ...(reason ? [{ name: words.reason, value: reason }] : []),
      { name: words.phone, value: scannerPhone },
      { name: words.email, value: scannerEmail },
    ],
    ...(notes && { quote: notes }),
    actions: [
      { label: words.call, url: `tel:${scannerPhone}` },
      { label: words.write, url: `mailto:${encodeURIComponent(scannerEmail).replace('%40', '@')}` },
    ],
    ...(pageUrl && { page: { label: words.page, url: pageUrl } }),
  };
}
