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
  const { at, reason, notes, scannerPhone, scannerEmail, phone, pageUrl } = scan;
  const mailto = `mailto:${encodeURIComponent(scannerEmail).replace('%40', '@')}`;
  return {
    title: at,
    facts: [
      ...(reason ? [{ name: words.reason, value: reason }] : []),
      // Both are empty when the scanner has erased their account since.
      ...(scannerPhone ? [{ name: words.phone, value: phone }] : []),
      ...(scannerEmail ? [{ name: words.email, value: scannerEmail }] : []),
    ],
    ...(notes && { quote: notes }),
    ...(scannerPhone && { button: { label: words.call, url: `tel:${scannerPhone}` } }),
    links: [
      ...(scannerEmail ? [{ label: words.write, url: mailto }] : []),
      ...(pageUrl ? [{ label: words.page, url: pageUrl }] : []),
    ],
  };
}
