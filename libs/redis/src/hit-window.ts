/** Dropped places at the front are reclaimed at this number, once they are half of all. */
const RECLAIM_FROM = 32;

/** The timestamps of the accepted hits in one window, oldest first. */
export class HitWindow {
  private timesMs: number[] = [];
  private first = 0;

  get count(): number {
    return this.timesMs.length - this.first;
  }

  add(timeMs: number): void {
    this.timesMs.push(timeMs);
  }

  /** Removes one hit with exactly this timestamp, if there is one. */
  remove(timeMs: number): void {
    const place = this.timesMs.indexOf(timeMs, this.first);
    if (place >= 0) this.timesMs.splice(place, 1);
  }

  /** Removes the hits at or before a timestamp. */
  forgetUntil(timeMs: number): void {
    while ((this.timesMs[this.first] ?? Infinity) <= timeMs) this.first++;
    if (this.first >= RECLAIM_FROM && this.first * 2 >= this.timesMs.length) {
      this.timesMs = this.timesMs.slice(this.first);
      this.first = 0;
    }
  }

  /** The hit that must expire before one more is allowed than now; undefined when there is none. */
  nextToLeave(max: number): number | undefined {
    return this.timesMs[this.first + Math.max(0, this.count - max)];
  }
}
