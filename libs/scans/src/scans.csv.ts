import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { toScanActivity } from './scans.dto.js';
import type { Scan } from './scan.entity.js';

const COLUMNS = [
  'id',
  'carId',
  'qrCode',
  'scannerPhone',
  'scannerEmail',
  'notes',
  'reason',
  'via',
  'timestamp',
  'readAt',
  'resolvedAt',
];

/**
 * Scans as CSV, read as fast as they are taken.
 *
 * Cells that a spreadsheet would take for a formula are neutralised, E.164 numbers with their + among them. Without the
 * byte order mark Excel reads the file in the code page of its country.
 */
export function toCsv(scans: AsyncIterable<Scan>): Readable {
  const csv = stringify({
    bom: true,
    header: true,
    columns: COLUMNS,
    escape_formulas: true,
    record_delimiter: '\r\n',
    // Half a delimiter ends a row for many a reader.
    quoted_match: /[\r\n]/,
  });
  const rows = Readable.from(toRows(scans));
  rows.on('error', (error) => csv.destroy(error));
  csv.on('close', () => rows.destroy());
  return rows.pipe(csv);
}

async function* toRows(scans: AsyncIterable<Scan>): AsyncGenerator<object> {
  for await (const scan of scans) yield toScanActivity(scan);
}
