import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isUniqueViolation, newId, transact } from '@app/database';
import { type Notice, Notifications } from '@app/notifications';
import type { Scan } from './scan.entity.js';
import { type NewScan, ScansRepository } from './scans.repository.js';

/** A repeat can expire between two statements a few times, but not so often. */
const MAX_ATTEMPTS = 8;

type ScanAlert = Omit<Extract<Notice, { kind: 'scan-alert' }>, 'scanId'>;

/** Stores scans, each once, and has the owner alerted. */
@Injectable()
export class ScanRecorder {
  constructor(
    private readonly dataSource: DataSource,
    private readonly scans: ScansRepository,
    private readonly notifications: Notifications,
  ) {}

  /**
   * Stores a scan, and the alert for the owner with it, unless the same scan was stored within `repeatSeconds` before it.
   *
   * The insertion comes first and the unique index decides, so that simultaneous repeats find each other too.
   *
   * @returns the scan that is stored, and whether it is a repeat
   * @throws an error for which `isMissingReference` is true when the car or the viewer is gone
   */
  async record(scan: NewScan, repeatSeconds: number, alert?: ScanAlert): Promise<{ scan: Scan; isRepeat: boolean }> {
    const stored: Scan = { ...scan, id: newId(scan.timestamp.getTime()), readAt: null, resolvedAt: null };
    const oldestMs = scan.timestamp.getTime() - repeatSeconds * 1000;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      if (await this.addUnlessRepeat(stored, alert)) return { scan: stored, isRepeat: false };
      const repeated = await this.scans.findRepeat(scan.carId, scan.recentKey);
      if (repeated && repeated.timestamp.getTime() > oldestMs) return { scan: repeated, isRepeat: true };
      if (repeated) await this.scans.forgetRepeat(repeated.id);
    }
    throw new Error('The repeats of a scan kept expiring.');
  }

  private async addUnlessRepeat(scan: Scan, alert?: ScanAlert): Promise<boolean> {
    const work = async (manager: EntityManager): Promise<void> => {
      await this.scans.insert(manager, scan);
      if (alert) await this.notifications.tell(manager, { ...alert, scanId: scan.id });
    };
    try {
      await transact(this.dataSource, work, `car:${scan.carId}`);
      return true;
    } catch (error) {
      if (!isUniqueViolation(error, 'uq_scans_recent')) throw error;
      return false;
    }
  }
}
