import { Clock } from '@app/clock';

/** A clock that stands still until a test moves it. It begins at the present, because Redis and browsers have their own. */
export class HandClock extends Clock {
  private timeMs = Date.now();
  private passedMs = this.timeMs;

  nowMs(): number {
    return this.timeMs;
  }

  override elapsedMs(): number {
    return this.passedMs;
  }

  /** Moves time forward; or back, as when a machine's clock is set, and then no time has passed. */
  advance({ ms = 0, seconds = 0, minutes = 0, hours = 0, days = 0 }: Duration): void {
    const stepMs = ms + 1000 * (seconds + 60 * (minutes + 60 * (hours + 24 * days)));
    this.timeMs += stepMs;
    this.passedMs += Math.max(0, stepMs);
  }
}

export interface Duration {
  ms?: number;
  seconds?: number;
  minutes?: number;
  hours?: number;
  days?: number;
}
