/** The one source of the present moment, so that tests can move time instead of waiting for it. */
export abstract class Clock {
  /** The present moment, in milliseconds since the Unix epoch: the database's, and so the same on every machine. */
  abstract nowMs(): number;

  /** Milliseconds since some moment, never set back or forward: for durations within this process. */
  elapsedMs(): number {
    return this.nowMs();
  }

  /**
   * Corrects this clock by another one, which a clock that a test moves never does.
   *
   * @param readMs asks the other clock for its present moment
   * @returns by how many milliseconds this clock was moved
   */
  follow(readMs: () => Promise<number>): Promise<number>;
  follow(): Promise<number> {
    return Promise.resolve(0);
  }

  /** The present moment as a Date with millisecond precision. */
  now(): Date {
    return new Date(this.nowMs());
  }
}

/**
 * Goes on from the machine's time at the start by a monotonic clock, and follows the clock that all machines share. Whoever
 * sets the machine's clock changes nothing here.
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
    // The other clock was read some time between question and answer; this clock is right if it agrees with one such time.
    const tooEarlyMs = readAtMs - answeredMs - this.offsetMs;
    const tooLateMs = readAtMs + 1 - askedMs - this.offsetMs;
    if (tooEarlyMs <= 0 && tooLateMs >= 0) return 0;
    const moveMs = (tooEarlyMs + tooLateMs) / 2;
    this.offsetMs += moveMs;
    return moveMs;
  }
}
