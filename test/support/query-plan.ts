import type { DataSource } from 'typeorm';
import type { Statement } from './statements.js';
import { isServerTested } from './test-database.js';

/** The rows of MySQL's plan, as far as they matter here. */
interface ServerStep {
  table: string | null;
  type: string | null;
  key: string | null;
  Extra: string | null;
}

/** What removes the expired, or tells of what is about to expire or due, whoever's it is. */
const RANGE_BY_TIME =
  /^DELETE .*expiresAt|FROM (?:scans|security_events) WHERE id < |(?:nextCheckAt|expiresAt)\W* <= |WHERE premiumExpiryDate >= /;

/** Explains how the database would run a statement, and names every step that reads or sorts more than it must. */
export async function findCostlySteps(dataSource: DataSource, { sql, values }: Statement): Promise<string[]> {
  if (isServerTested) {
    // MySQL's own default is a tree in words.
    const steps = await dataSource.query<ServerStep[]>(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, values);
    return steps.filter(isCostly).map((step) => JSON.stringify(step));
  }
  const steps = await dataSource.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`);
  // Reading by an index without an equality walks through the rows of everybody; what goes by time alone has to.
  const isFine = RANGE_BY_TIME.test(sql) ? /^SEARCH / : /^SEARCH .*\(.*=\?/;
  // A subquery has a heading of its own; what it reads follows as a step.
  const isHeading = /^CORRELATED SCALAR SUBQUERY \d+$/;
  return steps.map(({ detail }) => detail).filter((detail) => !isFine.test(detail) && !isHeading.test(detail));
}

function isCostly({ type, key, Extra }: ServerStep): boolean {
  // What the optimiser has answered before it reads a table, such as that there is no such row, has neither type nor key.
  const isRead = type !== null;
  const isScan = type === 'ALL' || type === 'index' || key === null;
  return (isRead && isScan) || /filesort|temporary/i.test(Extra ?? '');
}

/** How many rows and index entries the server reads to run a statement. */
export async function countReads(dataSource: DataSource, { sql, values }: Statement): Promise<number> {
  const runner = dataSource.createQueryRunner();
  const readCounters = async (): Promise<number> => {
    const rows = (await runner.query("SHOW SESSION STATUS LIKE 'Handler_read%'")) as { Value: string }[];
    return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
  };
  try {
    const [idle, before] = [await readCounters(), await readCounters()];
    await runner.query(sql, values);
    return (await readCounters()) - before - (before - idle);
  } finally {
    await runner.release();
  }
}
