import { Injectable } from '@nestjs/common';
import { newId } from '@app/database';
import { KeyValueStore } from '@app/redis';
import type { CarReference } from './car-reference.js';

/** How long an answer is kept at the most; every change takes it away at once. */
const ENTRY_SECONDS = 300;
/** Longer than the query behind a look-up may take. */
const LEASE_SECONDS = 10;
/** Longer than any transaction may take. */
const CHANGE_SECONDS = 30;

const ENTRY = 'entry:';
const LEASE = 'lease:';
const CHANGING = 'changing:';

/**
 * Keeps finished answers in the shared store, never staler than the last commit.
 *
 * A reader that misses takes a lease, asks the database and stores the answer only if its lease still stands. A writer
 * puts a mark in its place before it commits and removes it afterwards: so no answer read before a commit is ever stored
 * after it, whichever instances are involved. Writers of one owner follow each other (`OwnerChanges`), so that none
 * misses a code that another one makes. A writer that dies half-way leaves its mark, which expires by itself; until then
 * readers ask the database.
 */
@Injectable()
export class LookupCache {
  /** Queries under way in this process, by their lease. */
  private readonly loading = new Map<string, Promise<string | null>>();

  constructor(private readonly store: KeyValueStore) {}

  /**
   * @param load asks the database; null when there is nothing to find, which is not kept
   * @returns what was kept, or loaded; simultaneous misses share one load
   */
  async getOrLoad(reference: CarReference, load: () => Promise<string | null>): Promise<string | null> {
    const key = keyOf(reference);
    let kept = await this.store.get(key);
    if (kept?.startsWith(ENTRY)) return kept.slice(ENTRY.length);
    if (kept === null) {
      const lease = `${LEASE}${newId()}`;
      if (await this.store.setIfAbsent(key, lease, LEASE_SECONDS)) return this.loadUnder(lease, key, load);
      // Somebody else was first: what they left is the query to wait for, if it is one of this process.
      kept = await this.store.get(key);
      if (kept?.startsWith(ENTRY)) return kept.slice(ENTRY.length);
    }
    return (kept && this.loading.get(kept)) ?? load();
  }

  /**
   * Marks answers as about to change.
   *
   * @returns takes the marks away, but not those of a later change
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
