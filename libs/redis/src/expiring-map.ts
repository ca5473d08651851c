/** How many entries each write looks at; two outrun any growth, since a write adds at most one. */
const SWEPT_PER_WRITE = 2;

interface Entry<V> {
  value: V;
  expiresAtMs: number;
}

/**
 * A map whose entries end by themselves.
 *
 * Ended entries are removed a few at a time by later writes. That keeps a long run flat without a timer, which would
 * hold the process open, and without a sweep over everything, which would stall it.
 */
export class ExpiringMap<V> {
  private readonly entries = new Map<string, Entry<V>>();
  private sweep = this.entries.entries();

  constructor(private readonly nowMs: () => number) {}

  /** How many entries are held, ended ones that were not swept yet included. */
  get size(): number {
    return this.entries.size;
  }

  get(key: string): V | undefined {
    return this.find(key)?.value;
  }

  set(key: string, value: V, expiresAtMs: number): void {
    this.entries.set(key, { value, expiresAtMs });
    this.sweepSome();
  }

  /** Changes the value of an entry and leaves its end alone. */
  update(key: string, value: V): void {
    const entry = this.find(key);
    if (entry) entry.value = value;
  }

  /** True when there was something to delete. */
  delete(key: string): boolean {
    return this.find(key) !== undefined && this.entries.delete(key);
  }

  private find(key: string): Entry<V> | undefined {
    const entry = this.entries.get(key);
    return entry && entry.expiresAtMs > this.nowMs() ? entry : undefined;
  }

  private sweepSome(): void {
    const nowMs = this.nowMs();
    for (let looked = 0; looked < SWEPT_PER_WRITE; looked++) {
      // An iterator of a Map goes on where it was, whatever was added or deleted meanwhile.
      const next = this.sweep.next();
      if (next.done) {
        this.sweep = this.entries.entries();
        return;
      }
      const [key, entry] = next.value;
      if (entry.expiresAtMs <= nowMs) this.entries.delete(key);
    }
  }
}
