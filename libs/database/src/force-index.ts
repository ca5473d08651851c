import type { DataSource } from 'typeorm';
import { isSqlite } from './data-source.js';

/**
 * The hint that makes a query read its table by one index, to be put behind the table's name. For queries that the
 * optimiser gets wrong: MariaDB takes only the first column of an index, and so walks through all that lies before a
 * page, where the other columns would lead straight to it.
 */
export function forceIndex(dataSource: DataSource, indexName: string): string {
  return isSqlite(dataSource) ? `INDEXED BY ${indexName}` : `FORCE INDEX (${indexName})`;
}
