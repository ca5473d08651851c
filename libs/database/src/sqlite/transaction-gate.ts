/** How long to wait for the open transaction. A longer wait means a deadlock: the open one waits for the caller. */
const GATE_TIMEOUT_MS = 5_000;

interface Waiting {
  enter: () => void;
  timer: NodeJS.Timeout;
}

/** Thrown when the connection stays busy for too long; `isDatabaseUnavailable` is true for it. */
export class GateTimeoutError extends Error {
  readonly code = 'SQLITE_BUSY';
}

/** A first-come, first-served lock on SQLite's single connection. */
export class TransactionGate {
  private holder: object | undefined;
  private readonly queue: Waiting[] = [];

  get waiting(): number {
    return this.queue.length;
  }

  get isTaken(): boolean {
    return this.holder !== undefined;
  }

  isHeldBy(who: object): boolean {
    return this.holder === who;
  }

  /** @throws GateTimeoutError when the gate does not open in time */
  enter(who: object): Promise<void> {
    if (this.holder === undefined) {
      this.holder = who;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        clearTimeout(waiting.timer);
        this.holder = who;
        resolve();
      };
      const giveUp = (): void => {
        this.queue.splice(this.queue.indexOf(waiting), 1);
        reject(new GateTimeoutError('The database was busy with another transaction for too long.'));
      };
      const waiting: Waiting = { enter, timer: setTimeout(giveUp, GATE_TIMEOUT_MS) };
      this.queue.push(waiting);
    });
  }

  /** Passes the connection to the longest waiter; does nothing unless `who` holds it. */
  leave(who: object): void {
    if (this.holder !== who) return;
    this.holder = undefined;
    this.queue.shift()?.enter();
  }
}
