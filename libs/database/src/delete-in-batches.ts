import type { DataSource } from 'typeorm';
import { execute, hotQuery } from './hot-query.js';
import { placeholders } from './placeholders.js';
import { transact } from './transact.js';

const BATCH_SIZE = 500;

/**
 * Deletes the rows that match a condition, in small batches that hold locks only briefly.
 *
 * @param table one whose rows have an `id`
 * @param condition what follows WHERE, with `?` for the values; an order may end it
 */
export async function deleteInBatches(
  dataSource: DataSource,
  table: string,
  condition: string,
  values: readonly unknown[],
): Promise<void> {
  for (;;) {
    const sql = `SELECT id FROM ${table} WHERE ${condition} LIMIT ?`;
    const rows = await hotQuery<{ id: string }>(dataSource, sql, [...values, BATCH_SIZE]);
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => id);
    const remove = `DELETE FROM ${table} WHERE id IN (${placeholders(ids)})`;
    await transact(dataSource, (manager) => execute(manager, remove, ids));
  }
}
