import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  deleteInBatches,
  execute,
  firstIdAt,
  forceIndex,
  hotQuery,
  placeholders,
  readMoment,
  readMomentOrNull,
  replicaQuery,
  transact,
} from '@app/database';
import type { Page, PageRequest } from '@app/http';
import type { Scan } from './scan.entity.js';

const COLUMNS = [
  'id',
  'carId',
  'viewerId',
  'qrCode',
  'scannerPhone',
  'scannerEmail',
  'notes',
  'reason',
  'via',
  'timestamp',
  'readAt',
  'resolvedAt',
  'recentKey',
] as const satisfies readonly (keyof Scan)[];

const SELECT = `SELECT ${COLUMNS.join(', ')} FROM scans`;
const INSERT = `INSERT INTO scans (${COLUMNS.join(', ')}) VALUES (${placeholders(COLUMNS)})`;
const BATCH_SIZE = 500;

export type NewScan = Omit<Scan, 'id' | 'car' | 'viewer' | 'readAt' | 'resolvedAt' | 'recentKey'> & {
  /** What repeats of this scan have in common. */
  recentKey: string;
};

type ScanRow = Omit<Scan, 'car' | 'viewer' | 'timestamp' | 'readAt' | 'resolvedAt'> &
  Record<'timestamp' | 'readAt' | 'resolvedAt', unknown>;

/** How often something was scanned within one minute, by one code. */
export interface ScanCount {
  minute: Date;
  qrCode: string | null;
  count: number;
  unread: number;
}

@Injectable()
export class ScansRepository {
  private readonly byHistory: string;
  private readonly byViewer: string;

  constructor(private readonly dataSource: DataSource) {
    this.byHistory = forceIndex(dataSource, 'ix_scans_history');
    this.byViewer = forceIndex(dataSource, 'ix_scans_viewer');
  }

  async insert(manager: EntityManager, scan: Scan): Promise<void> {
    const values = COLUMNS.map((column) => scan[column]);
    await execute(manager, INSERT, values);
  }

  /** The scan of a car that has the key of its repeats; an expired one, too, until `forgetRepeat`. */
  async findRepeat(carId: string, recentKey: string): Promise<Scan | null> {
    const sql = `${SELECT} WHERE carId = ? AND recentKey = ?`;
    const [row] = await hotQuery<ScanRow>(this.dataSource, sql, [carId, recentKey]);
    return row ? readScan(row) : null;
  }

  /** Has the next scan of the same key stored. */
  async forgetRepeat(scanId: string): Promise<void> {
    const sql = 'UPDATE scans SET recentKey = NULL WHERE id = ?';
    await transact(this.dataSource, (manager) => execute(manager, sql, [scanId]), `scan:${scanId}`);
  }

  /** One page of a car's scans, newest first, with how many there are in all. */
  async listPage(carId: string, request: PageRequest): Promise<Page<Scan>> {
    const { position, limit, offset } = request;
    const range = rangeOf(carId, request);
    const after = position
      ? { sql: ' AND timestamp <= ? AND (timestamp < ? OR id < ?)', params: positionParams(position) }
      : { sql: '', params: [] };
    const skip = position ? 0 : offset;
    // One row more than the page shows whether any follow.
    const reading = hotQuery<ScanRow>(
      this.dataSource,
      `${SELECT} ${this.byHistory} WHERE ${range.sql}${after.sql} ORDER BY timestamp DESC, id DESC LIMIT ? OFFSET ?`,
      [...range.params, ...after.params, limit + 1, skip],
    );
    const [rows, total] = await Promise.all([reading, position ? position.total : this.count(range)]);
    return { rows: rows.slice(0, limit).map(readScan), total, hasMore: rows.length > limit };
  }

  /**
   * Counts a car's scans minute by minute, so that the days of any time zone can be made of them. A report may be some
   * moments old, so a replica is asked where there is one.
   */
  async countByMinute(carId: string, from: Date, to: Date): Promise<ScanCount[]> {
    const rows = await replicaQuery<{ minute: string; qrCode: string | null; count: unknown; unread: unknown }>(
      this.dataSource,
      `SELECT SUBSTR(timestamp, 1, 16) AS minute, qrCode, COUNT(*) AS count,
        SUM(CASE WHEN readAt IS NULL THEN 1 ELSE 0 END) AS unread
        FROM scans ${this.byHistory} WHERE carId = ? AND timestamp >= ? AND timestamp < ?
        GROUP BY SUBSTR(timestamp, 1, 16), qrCode ORDER BY minute`,
      [carId, from, to],
    );
    return rows.map((row) => ({
      minute: readMoment(`${row.minute}:00.000`),
      qrCode: row.qrCode,
      count: Number(row.count),
      unread: Number(row.unread),
    }));
  }

  /** The scans that a user left while signed in, newest first, read page by page as they are consumed. */
  async *listLeftBy(userId: string): AsyncGenerator<Scan> {
    // Ids sort by the time they were made at; this one is beyond them all.
    let before = 'g';
    for (;;) {
      const rows = await hotQuery<ScanRow>(
        this.dataSource,
        `${SELECT} ${this.byViewer} WHERE viewerId = ? AND id < ? ORDER BY id DESC LIMIT ?`,
        [userId, before, BATCH_SIZE],
      );
      yield* rows.map(readScan);
      const last = rows.at(-1);
      if (!last || rows.length < BATCH_SIZE) return;
      before = last.id;
    }
  }

  /**
   * Empties the contact in the scans that a user left while signed in; what they wrote stays with the owners. Runs inside
   * the transaction that deletes the user, with their row locked: a scan that is stored meanwhile waits for that lock by
   * its foreign key, and then finds no user.
   *
   * @param alongside called with the ids of each batch
   */
  async eraseContactOf(
    manager: EntityManager,
    userId: string,
    alongside: (scanIds: readonly string[]) => Promise<void>,
  ): Promise<void> {
    for (;;) {
      const rows = await manager.query<{ id: string }[]>(
        `SELECT id FROM scans ${this.byViewer} WHERE viewerId = ? AND scannerPhone <> '' LIMIT ?`,
        [userId, BATCH_SIZE],
      );
      if (rows.length === 0) return;
      const ids = rows.map(({ id }) => id);
      // The key of repeats is a hash of the contact, which can be guessed.
      await execute(
        manager,
        `UPDATE scans SET scannerPhone = '', scannerEmail = '', recentKey = NULL WHERE id IN (${placeholders(ids)})`,
        ids,
      );
      await alongside(ids);
    }
  }

  async find(scanId: string): Promise<Scan | null> {
    const [row] = await hotQuery<ScanRow>(this.dataSource, `${SELECT} WHERE id = ?`, [scanId]);
    return row ? readScan(row) : null;
  }

  async findOwned(scanId: string, ownerId: string): Promise<Scan | null> {
    const [row] = await hotQuery<ScanRow>(
      this.dataSource,
      `SELECT ${COLUMNS.map((column) => `s.${column} AS ${column}`).join(', ')}
        FROM scans s JOIN cars c ON c.id = s.carId WHERE s.id = ? AND c.userId = ?`,
      [scanId, ownerId],
    );
    return row ? readScan(row) : null;
  }

  /** Sets a mark unless it is set already, or removes it; the other mark is left alone. */
  async mark(scanId: string, mark: 'readAt' | 'resolvedAt', moment: Date | null): Promise<void> {
    const value = moment ? `COALESCE(${mark}, ?)` : '?';
    const sql = `UPDATE scans SET ${mark} = ${value} WHERE id = ?`;
    await transact(this.dataSource, (manager) => execute(manager, sql, [moment, scanId]), `scan:${scanId}`);
  }

  /** Deletes the scans before a moment, in small batches so that nobody waits for it long. */
  deleteBefore(moment: Date): Promise<void> {
    // Ids sort by the time of the scan, so that the oldest are the first of the table.
    return deleteInBatches(this.dataSource, 'scans', 'id < ? ORDER BY id', [firstIdAt(moment)]);
  }

  private async count(range: SqlPart): Promise<number> {
    const [row] = await hotQuery<{ total: unknown }>(
      this.dataSource,
      `SELECT COUNT(*) AS total FROM scans ${this.byHistory} WHERE ${range.sql}`,
      range.params,
    );
    return Number(row?.total);
  }
}

interface SqlPart {
  sql: string;
  params: unknown[];
}

function rangeOf(carId: string, { from, to }: PageRequest): SqlPart {
  const conditions: [string, unknown][] = [
    ['carId = ?', carId],
    ...(from ? ([['timestamp >= ?', from]] as [string, unknown][]) : []),
    ...(to ? ([['timestamp < ?', to]] as [string, unknown][]) : []),
  ];
  return { sql: conditions.map(([sql]) => sql).join(' AND '), params: conditions.map(([, param]) => param) };
}

/** The first comparison alone bounds the index; the second leaves out what was on the page before. */
function positionParams({ afterMs, afterId }: { afterMs: number; afterId: string }): unknown[] {
  const after = new Date(afterMs);
  return [after, after, afterId];
}

function readScan(row: ScanRow): Scan {
  return {
    ...row,
    timestamp: readMoment(row.timestamp),
    readAt: readMomentOrNull(row.readAt),
    resolvedAt: readMomentOrNull(row.resolvedAt),
  };
}
