/** A semaphore: callers wait first come, first served, until their signal aborts. */
export class Turns {
  private readonly waiting = new Set<() => void>();

  constructor(private free: number) {}

  /** @throws the signal's reason when it aborts before the semaphore is acquired; any error of the work */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.wait(signal);
    try {
      return await work();
    } finally {
      this.pass();
    }
  }

  private wait(signal: AbortSignal): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        this.waiting.delete(begin);
        reject(signal.reason as Error);
      };
      const begin = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      this.waiting.add(begin);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  private pass(): void {
    const [next] = this.waiting;
    if (!next) {
      this.free += 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
