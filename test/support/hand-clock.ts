import { Clock } from '@app/clock';

/** A clock that stands still until a test moves it. It begins at the present, because Redis and browsers have their own. */
export class HandClock extends Clock {
  private timeMs = Date.now();

  nowMs(): number {
    return this.timeMs;
  }

  /** Moves time forward. */
  advance({ ms = 0, seconds = 0, minutes = 0, hours = 0, days = 0 }: Duration): void {
    this.timeMs += ms + 1000 * (seconds + 60 * (minutes + 60 * (hours + 24 * days)));
  }
}

export interface Duration {
  ms?: number;
  seconds?: number;
  minutes?: number;
  hours?: number;
  days?: number;
}
