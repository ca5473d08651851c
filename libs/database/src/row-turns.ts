/** How many transactions of this process may hold a connection for one row: one running, one ready to follow. */
const HOLDERS = 2;
/** How long the others wait without a connection. */
const WAIT_MS = 3_000;

interface Row {
  holders: number;
  waiting: Set<() => void>;
}

/** Thrown when a row stays contended for too long; `isDatabaseUnavailable` is true for it. */
export class RowBusyError extends Error {
  readonly code = 'ROW_BUSY';
}

/**
 * A semaphore for each contended row, so that one locked row cannot exhaust the connection pool. Unused rows take no
 * memory.
 */
export class RowTurns {
  private readonly rows = new Map<string, Row>();

  /** @throws RowBusyError when the semaphore was not acquired in time; any error of the work */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const row = this.rows.get(name) ?? { holders: 0, waiting: new Set() };
    this.rows.set(name, row);
    await this.acquire(row);
    try {
      return await work();
    } finally {
      this.release(name, row);
    }
  }

  private acquire(row: Row): Promise<void> {
    if (row.holders < HOLDERS) {
      row.holders += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        row.waiting.delete(begin);
        reject(new RowBusyError('Too many requests are waiting for the same row.'));
      }, WAIT_MS);
      row.waiting.add(begin);
    });
  }

  /** Passes the slot to the longest waiter. */
  private release(name: string, row: Row): void {
    const [next] = row.waiting;
    if (next) {
      row.waiting.delete(next);
      next();
      return;
    }
    row.holders -= 1;
    if (row.holders === 0) this.rows.delete(name);
  }
}
