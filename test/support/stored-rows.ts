import type { TestApp } from './start-app.js';

/** How many rows there are in all tables together. */
export async function countAllRows({ dataSource }: TestApp): Promise<number> {
  const counts = dataSource.entityMetadatas.map(({ tableName }) => `(SELECT COUNT(*) FROM ${tableName})`);
  const rows = await dataSource.query<{ total: number | string }[]>(`SELECT ${counts.join(' + ')} AS total`);
  return Number(rows[0]?.total);
}
