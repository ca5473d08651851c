import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { newId } from '@app/database';
import { KeyValueStore } from '@app/redis';

const MAX_CODES = 3;

/** What is kept of a code: never the code itself. */
export interface OtpRecord {
  sessionId: string;
  hash: string;
  expiresAtMs: number;
  /** Requested from a network that never signed in to the account. */
  isStranger: boolean;
  /** Set while the code is used up; names the use, so that only that one can be undone. */
  usedBy?: string;
}

/** A recipient's codes as they were read, oldest first. */
export interface ReadRecords {
  text: string | null;
  records: readonly OtpRecord[];
}

type Edit = (records: readonly OtpRecord[]) => readonly OtpRecord[] | null;

/**
 * The codes of each recipient, up to three side by side under one key of the store.
 *
 * Each change replaces the value that it was made from, so concurrent changes on any instance don't overwrite each other.
 */
@Injectable()
export class OtpRecords {
  constructor(
    private readonly store: KeyValueStore,
    private readonly clock: Clock,
  ) {}

  /** The codes that have not expired, used ones included. */
  async read(recipient: string): Promise<ReadRecords> {
    const text = await this.store.get(storeKey(recipient));
    const nowMs = this.clock.nowMs();
    return { text, records: parse(text).filter(({ expiresAtMs }) => expiresAtMs > nowMs) };
  }

  /** Adds a code. A fourth evicts a used one, else the oldest that a stranger requested, else the oldest. */
  async add(recipient: string, record: OtpRecord): Promise<void> {
    await this.change(recipient, (records) => {
      const kept = [...records];
      while (kept.length >= MAX_CODES) kept.splice(indexToEvict(kept), 1);
      return [...kept, record];
    });
  }

  /**
   * Marks a code as used.
   *
   * @param read what was read and compared before
   * @returns what undoes it; null when somebody else has used the code, or it was evicted
   */
  async use(recipient: string, sessionId: string, read: ReadRecords): Promise<{ restore(): Promise<void> } | null> {
    const use = newId();
    const isUsed = await this.change(
      recipient,
      (records) => replace(records, (record) => record.sessionId === sessionId && !record.usedBy, { usedBy: use }),
      read,
    );
    if (!isUsed) return null;
    const restore = async (): Promise<void> => {
      await this.change(recipient, (records) =>
        replace(records, ({ usedBy }) => usedBy === use, { usedBy: undefined }),
      );
    };
    return { restore };
  }

  /**
   * A lost race means that another change succeeded, so some caller always makes progress.
   *
   * @param edit makes the new records, or null to leave them as they are
   * @param first saves reading once more
   * @returns whether they were changed
   */
  private async change(recipient: string, edit: Edit, first?: ReadRecords): Promise<boolean> {
    for (let read = first ?? (await this.read(recipient)); ; read = await this.read(recipient)) {
      const records = edit(read.records);
      if (!records) return false;
      if (await this.write(storeKey(recipient), read.text, records)) return true;
    }
  }

  private write(key: string, expected: string | null, records: readonly OtpRecord[]): Promise<boolean> {
    const text = JSON.stringify(records);
    const lastEndMs = Math.max(...records.map(({ expiresAtMs }) => expiresAtMs));
    const ttlSeconds = Math.max(1, lastEndMs - this.clock.nowMs()) / 1000;
    return expected === null
      ? this.store.setIfAbsent(key, text, ttlSeconds)
      : this.store.replaceIf(key, expected, text, ttlSeconds);
  }
}

function indexToEvict(records: readonly OtpRecord[]): number {
  const used = records.findIndex(({ usedBy }) => usedBy !== undefined);
  return used >= 0
    ? used
    : Math.max(
        0,
        records.findIndex(({ isStranger }) => isStranger),
      );
}

function replace(
  records: readonly OtpRecord[],
  isMeant: (record: OtpRecord) => boolean,
  patch: Partial<OtpRecord>,
): readonly OtpRecord[] | null {
  if (!records.some(isMeant)) return null;
  return records.map((record) => (isMeant(record) ? { ...record, ...patch } : record));
}

/** The version before kept one code, as an object; its marker of a used code names no session. */
function parse(text: string | null): OtpRecord[] {
  if (text === null) return [];
  const kept = JSON.parse(text) as OtpRecord[] | OtpRecord;
  return Array.isArray(kept) ? kept : [{ ...kept, isStranger: true }];
}

function storeKey(recipient: string): string {
  return `otp:code:${recipient}`;
}
