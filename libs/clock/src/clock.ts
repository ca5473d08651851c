/** The only source of time, so that tests can move it instead of waiting. */
export abstract class Clock {
  /** Milliseconds since the Unix epoch, by the database's clock and so the same on every machine. */
  abstract nowMs(): number;

  /** Monotonic milliseconds, for durations within this process. */
  elapsedMs(): number {
    return this.nowMs();
  }

  /**
   * Corrects this clock by another one. Test clocks ignore it.
   *
   * @param readMs reads the other clock
   * @returns the correction in milliseconds
   */
  follow(readMs: () => Promise<number>): Promise<number>;
  follow(): Promise<number> {
    return Promise.resolve(0);
  }

  /** The current time as a Date. */
  now(): Date {
    return new Date(this.nowMs());
  }
}

/**
 * Starts at the machine's time, advances by a monotonic clock and follows the clock that all machines share, so that
 * adjusting the machine's clock has no effect.
 */
export class SystemClock extends Clock {
  private offsetMs: number;

  /** @param machineMs the machine's own clock */
  constructor(machineMs: () => number = Date.now) {
    super();
    this.offsetMs = machineMs() - performance.now();
  }

  nowMs(): number {
    return Math.floor(this.offsetMs + performance.now());
  }

  override elapsedMs(): number {
    return performance.now();
  }

  override async follow(readMs: () => Promise<number>): Promise<number> {
    const askedMs = performance.now();
    const readAtMs = await readMs();
    const answeredMs = performance.now();
    // The other clock was read at some time between request and reply; this clock is right if it agrees with any of them.
    const tooEarlyMs = readAtMs - answeredMs - this.offsetMs;
    const tooLateMs = readAtMs + 1 - askedMs - this.offsetMs;
    if (tooEarlyMs <= 0 && tooLateMs >= 0) return 0;
    const moveMs = (tooEarlyMs + tooLateMs) / 2;
    this.offsetMs += moveMs;
    return moveMs;
  }
}
