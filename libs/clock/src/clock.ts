/** The one source of the present moment, so that tests can move time instead of waiting for it. */
export abstract class Clock {
  /** The present moment, in milliseconds since the Unix epoch. */
  abstract nowMs(): number;

  /** The present moment as a Date with millisecond precision. */
  now(): Date {
    return new Date(this.nowMs());
  }
}

/** The machine's own clock. */
export class SystemClock extends Clock {
  nowMs(): number {
    return Date.now();
  }
}
