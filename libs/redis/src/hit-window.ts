/** Forgotten places at the front are reclaimed when there are this many of them and half of all are forgotten. */
const RECLAIM_FROM = 32;

/** The moments of the accepted hits within one window, oldest first. */
export class HitWindow {
  private timesMs: number[] = [];
  private first = 0;

  get count(): number {
    return this.timesMs.length - this.first;
  }

  add(timeMs: number): void {
    this.timesMs.push(timeMs);
  }

  /** Forgets one hit of just this moment, if there is one. */
  remove(timeMs: number): void {
    const place = this.timesMs.indexOf(timeMs, this.first);
    if (place >= 0) this.timesMs.splice(place, 1);
  }

  /** Forgets the hits at or before a moment. */
  forgetUntil(timeMs: number): void {
    while ((this.timesMs[this.first] ?? Infinity) <= timeMs) this.first++;
    if (this.first >= RECLAIM_FROM && this.first * 2 >= this.timesMs.length) {
      this.timesMs = this.timesMs.slice(this.first);
      this.first = 0;
    }
  }

  /** The hit that must leave before there is room for one more than now; undefined when there is none to leave. */
  nextToLeave(max: number): number | undefined {
    return this.timesMs[this.first + Math.max(0, this.count - max)];
  }
}
