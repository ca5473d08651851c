/** How long a query or transaction waits for the one that is open. Longer means that the open one waits for it. */
const GATE_TIMEOUT_MS = 5_000;

interface Waiting {
  enter: () => void;
  timer: NodeJS.Timeout;
}

/** Raised when the one connection stays taken for too long; counts as an unavailable database. */
export class GateTimeoutError extends Error {
  readonly code = 'SQLITE_BUSY';
}

/** Lets one holder at a time use SQLite's single connection, in the order of asking. */
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

  /** Hands the connection over to whoever waits longest; does nothing unless `who` holds it. */
  leave(who: object): void {
    if (this.holder !== who) return;
    this.holder = undefined;
    this.queue.shift()?.enter();
  }
}
