import type { DataSource } from 'typeorm';
import { isSqlite } from './data-source.js';

/**
 * The index hint to put after the table's name, for queries that the optimiser gets wrong: MariaDB uses only the first
 * column of an index and scans every row before the page, although the other columns lead straight to it.
 */
export function forceIndex(dataSource: DataSource, indexName: string): string {
  return isSqlite(dataSource) ? `INDEXED BY ${indexName}` : `FORCE INDEX (${indexName})`;
}
