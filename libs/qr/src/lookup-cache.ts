import { Injectable } from '@nestjs/common';
import { newId } from '@app/database';
import { KeyValueStore } from '@app/redis';
import type { CarReference } from './car-reference.js';

/** Entries expire after this time; changes invalidate them at once. */
const ENTRY_SECONDS = 300;
/** Longer than the query behind a look-up may take. */
const LEASE_SECONDS = 10;
/** Longer than any transaction may take. */
const CHANGE_SECONDS = 30;

const ENTRY = 'entry:';
const LEASE = 'lease:';
const CHANGING = 'changing:';

/**
 * Caches finished responses in the shared store, never staler than the last commit.
 *
 * On a miss a reader takes a lease, queries the database and stores the response only if it still holds the lease. A
 * writer replaces the entry or lease with a mark before it commits and removes the mark afterwards, so no instance can
 * store a response that was read before the commit. Changes of one owner are serialised (`OwnerChanges`), so that none
 * misses a code that another one adds. If a writer crashes, its mark expires; until then readers query the database.
 */
@Injectable()
export class LookupCache {
  /** Queries under way in this process, by their lease. */
  private readonly loading = new Map<string, Promise<string | null>>();

  constructor(private readonly store: KeyValueStore) {}

  /**
   * @param load queries the database; null for not found, which is not cached
   * @returns the cached or loaded response; concurrent misses in this process share one load
   */
  async getOrLoad(reference: CarReference, load: () => Promise<string | null>): Promise<string | null> {
    const key = keyOf(reference);
    let kept = await this.store.get(key);
    if (kept?.startsWith(ENTRY)) return kept.slice(ENTRY.length);
    if (kept === null) {
      const lease = `${LEASE}${newId()}`;
      if (await this.store.setIfAbsent(key, lease, LEASE_SECONDS)) return this.loadUnder(lease, key, load);
      // Another reader was first. Its lease identifies the query to share, if that runs in this process.
      kept = await this.store.get(key);
      if (kept?.startsWith(ENTRY)) return kept.slice(ENTRY.length);
    }
    return (kept && this.loading.get(kept)) ?? load();
  }

  /**
   * Invalidates entries and prevents caching until the returned function is called.
   *
   * @returns removes the marks, but not those of a later change
   */
  async holdBack(references: readonly CarReference[]): Promise<() => Promise<void>> {
    const mark = `${CHANGING}${newId()}`;
    const keys = references.map(keyOf);
    await Promise.all(keys.map((key) => this.store.set(key, mark, CHANGE_SECONDS)));
    return async () => {
      await Promise.all(keys.map((key) => this.store.deleteIf(key, mark)));
    };
  }

  private loadUnder(lease: string, key: string, load: () => Promise<string | null>): Promise<string | null> {
    const loading = load()
      .then(async (text) => {
        if (text !== null) await this.store.replaceIf(key, lease, `${ENTRY}${text}`, ENTRY_SECONDS);
        return text;
      })
      .finally(() => this.loading.delete(lease));
    this.loading.set(lease, loading);
    return loading;
  }
}

function keyOf(reference: CarReference): string {
  return 'code' in reference ? `look-up:code:${reference.code}` : `look-up:car:${reference.carId}`;
}
