import type { DataSource } from 'typeorm';
import { newId } from '@app/database';

const ROWS_A_STATEMENT = 200;

/** Inserts many rows of one shape with few statements, past every rule of the application. */
export async function insertRows(
  dataSource: DataSource,
  table: string,
  rows: Record<string, unknown>[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const places = `(${columns.map(() => '?').join(', ')})`;
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const batch = rows.slice(start, start + ROWS_A_STATEMENT);
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${batch.map(() => places).join(', ')}`;
    const values = batch.flatMap((row) => columns.map((column) => row[column]));
    await dataSource.query(sql, values);
  }
}

/** The row of a scan of a car at a moment. */
export function scanRow(carId: string, timestamp: Date, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: newId(timestamp.getTime()),
    carId,
    viewerId: null,
    qrCode: null,
    scannerPhone: '+919812300001',
    scannerEmail: 'ravi@example.com',
    notes: '',
    reason: null,
    via: 'form',
    timestamp,
    readAt: null,
    resolvedAt: null,
    recentKey: null,
    ...fields,
  };
}
