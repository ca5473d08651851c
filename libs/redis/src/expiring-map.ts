/** How many entries each write checks; two outpace any growth, since a write adds at most one. */
const SWEPT_PER_WRITE = 2;

interface Entry<V> {
  value: V;
  expiresAtMs: number;
}

/**
 * A map whose entries expire.
 *
 * Later writes remove expired entries a few at a time. That bounds memory without a timer, which would keep the process
 * alive, and without a full sweep, which would stall it.
 */
export class ExpiringMap<V> {
  private readonly entries = new Map<string, Entry<V>>();
  private sweep = this.entries.entries();

  constructor(private readonly nowMs: () => number) {}

  /** The number of entries, including expired ones not swept yet. */
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

  /** Changes the value of an entry, not its expiry. */
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
      // A Map's iterator stays valid while entries are added and deleted.
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
