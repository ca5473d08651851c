import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CarErrors, CarsService } from '@app/cars';
import { Clock } from '@app/clock';
import { isId, isMissingReference } from '@app/database';
import { AppError, CommonErrors, type Page, type PageRequest, Phones, RequestLimits, invalidFields } from '@app/http';
import { Notifications, type ScanNotice } from '@app/notifications';
import { Metrics } from '@app/observability';
import { LookupsService, type ScannedCar, readCarReference } from '@app/qr';
import { type User, UsersService } from '@app/users';
import type { Scan } from './scan.entity.js';
import { ScanRecorder } from './scan-recorder.js';
import { scannerEmailOf } from './scanner-email.js';
import { isTimeZone, summarize } from './scan-days.js';
import type { MarkScan, ScanStats, StatsQuery, SubmitScan } from './scans.dto.js';
import { ScanErrors } from './scans.errors.js';
import { REPEAT_SECONDS, ScanLimits } from './scans.limits.js';
import { type NewScan, ScansRepository } from './scans.repository.js';

const DAY_MS = 86_400_000;
const DEFAULT_STATS_DAYS = 30;
const MAX_STATS_DAYS = 366;
const EXPORT_PAGE_SIZE = 500;

/** Who asked for an owner: the leads. */
@Injectable()
export class ScansService {
  constructor(
    private readonly scans: ScansRepository,
    private readonly recorder: ScanRecorder,
    private readonly cars: CarsService,
    private readonly lookups: LookupsService,
    private readonly users: UsersService,
    private readonly limits: RequestLimits,
    private readonly notifications: Notifications,
    private readonly phones: Phones,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Takes the form of a scanner, and shows the owner's contact in return.
   *
   * @param scanner the signed-in scanner, whose own phone and e-mail stand in for absent ones
   * @param network where the request comes from, as limits by address count it
   * @throws AppError CAR_NOT_FOUND, QR_NOT_FOUND, INVALID_PHONE, VALIDATION_FAILED, RATE_LIMITED
   */
  async submitScan(
    form: SubmitScan,
    scanner: User | undefined,
    network: string,
  ): Promise<{ scan: Scan; car: ScannedCar }> {
    const { phone, email } = this.readContact(form, scanner);
    const car = await this.getCar(form.carId);
    const notes = form.notes ?? '';
    const reason = form.reason ?? null;
    const recentKey = fingerprint(phone, email, notes, reason);
    await this.limits.require(
      `scan:${car.id}`,
      [
        { ...ScanLimits.PER_PHONE, name: `phone:${phone}` },
        { ...ScanLimits.PER_ADDRESS, name: `address:${network}` },
        ScanLimits.PER_CAR,
      ],
      { key: recentKey, seconds: REPEAT_SECONDS },
    );
    const { scan, isRepeat } = await this.addAndTell(car, {
      carId: car.id,
      viewerId: scanner?.id ?? null,
      qrCode: car.qrCode,
      scannerPhone: phone,
      scannerEmail: email,
      notes,
      reason,
      via: 'form',
      timestamp: this.clock.now(),
      recentKey,
    });
    if (!isRepeat) this.metrics.count('scan_submitted');
    return { scan, car };
  }

  /**
   * The car that somebody left a scan for, as it is now.
   *
   * @returns null when there is no such scan, when it is too old, or when its code or car is gone
   */
  async findCarOfScan(scanId: string, maxAgeSeconds: number): Promise<ScannedCar | null> {
    const scan = await this.scans.find(scanId);
    if (!scan || this.clock.nowMs() >= scan.timestamp.getTime() + maxAgeSeconds * 1000) return null;
    const { qrCode, carId } = scan;
    const car = await this.lookups.findScannedCar(qrCode === null ? { carId } : { code: qrCode });
    // A code may be another car's by now.
    return car?.id === carId ? car : null;
  }

  /** One page of the scans of a user's car; none when there is no car. */
  async listScansOf(userId: string, request: PageRequest): Promise<Page<Scan>> {
    const car = await this.cars.findCarOf(userId);
    return car ? this.scans.listPage(car.id, request) : { rows: [], total: 0, hasMore: false };
  }

  /** @throws AppError CAR_NOT_FOUND, for another user's car too */
  async listScansOfCar(userId: string, carId: string, request: PageRequest): Promise<Page<Scan>> {
    const car = await this.cars.getOwnCar(userId, carId);
    return this.scans.listPage(car.id, request);
  }

  /** All scans of a user's car in a range, newest first, read page by page as they are consumed. */
  async *exportScansOf(userId: string, range: Pick<PageRequest, 'from' | 'to'>): AsyncGenerator<Scan> {
    const car = await this.cars.findCarOf(userId);
    if (!car) return;
    let position: PageRequest['position'] = null;
    for (;;) {
      const request = { ...range, position, limit: EXPORT_PAGE_SIZE, offset: 0 };
      const { rows, total, hasMore } = await this.scans.listPage(car.id, request);
      yield* rows;
      const last = rows.at(-1);
      if (!last || !hasMore) return;
      position = { afterMs: last.timestamp.getTime(), afterId: last.id, total, offset: 0 };
    }
  }

  /** All scans that a user left at cars while signed in, newest first. */
  listScansLeftBy(userId: string): AsyncGenerator<Scan> {
    return this.scans.listLeftBy(userId);
  }

  /** @throws AppError VALIDATION_FAILED for an unknown time zone or too long a range */
  async getStats(userId: string, { from, to, tz = 'UTC' }: StatsQuery): Promise<ScanStats> {
    if (!isTimeZone(tz)) throw invalidFields({ field: 'tz', message: 'tz must be a time zone such as Asia/Kolkata' });
    // The end is the first moment that does not count, and what happened just now does.
    const end = to ?? new Date(this.clock.nowMs() + 1);
    const start = from ?? new Date(end.getTime() - DEFAULT_STATS_DAYS * DAY_MS);
    if (end.getTime() - start.getTime() > MAX_STATS_DAYS * DAY_MS) {
      throw invalidFields({ field: 'from', message: `from must be at most ${MAX_STATS_DAYS} days before to` });
    }
    const car = await this.cars.findCarOf(userId);
    return summarize(car ? await this.scans.countByMinute(car.id, start, end) : [], tz);
  }

  /** @throws AppError SCAN_NOT_FOUND, for a scan of another user's car too */
  async markScan(userId: string, scanId: string, { read, resolved }: MarkScan): Promise<Scan> {
    const scan = await this.getOwnScan(userId, scanId);
    const now = this.clock.now();
    if (read !== undefined) await this.scans.mark(scan.id, 'readAt', read ? now : null);
    if (resolved !== undefined) await this.scans.mark(scan.id, 'resolvedAt', resolved ? now : null);
    if (read || resolved) await this.notifications.forgetHeldScan(scan.id);
    return this.getOwnScan(userId, scanId);
  }

  private async getOwnScan(userId: string, scanId: string): Promise<Scan> {
    const scan = isId(scanId) ? await this.scans.findOwned(scanId, userId) : null;
    if (!scan) throw new AppError(ScanErrors.SCAN_NOT_FOUND, { scanId });
    return scan;
  }

  private readContact(form: SubmitScan, scanner: User | undefined): { phone: string; email: string } {
    const phone = form.scannerPhone === undefined ? scanner?.phone : this.phones.parse(form.scannerPhone);
    const email = form.scannerEmail ?? (scanner && scannerEmailOf(scanner));
    if (phone === undefined) throw new AppError(CommonErrors.INVALID_PHONE);
    if (!email) throw invalidFields({ field: 'scannerEmail', message: 'scannerEmail must be a valid e-mail address' });
    return { phone, email };
  }

  private async getCar(text: string): Promise<ScannedCar> {
    const reference = readCarReference(text);
    if (!reference) throw new AppError(CarErrors.CAR_NOT_FOUND);
    if ('code' in reference) return this.lookups.getScannedCar(reference);
    const car = await this.lookups.findScannedCar(reference);
    if (!car) throw new AppError(CarErrors.CAR_NOT_FOUND);
    return car;
  }

  /**
   * Stores a scan together with the notice for its owner, so that none is stored and not told.
   *
   * The car may be deleted between our look and the insertion; the foreign key tells.
   */
  private async addAndTell(car: ScannedCar, scan: NewScan): Promise<{ scan: Scan; isRepeat: boolean }> {
    const alert = { kind: 'scan-alert', userId: car.ownerId, carId: car.id, scan: toScanNotice(car, scan) } as const;
    try {
      return await this.recorder.record(scan, REPEAT_SECONDS, alert);
    } catch (error) {
      if (!isMissingReference(error)) throw error;
      if (scan.viewerId !== null) await this.users.getCaller(scan.viewerId);
      throw new AppError(CarErrors.CAR_NOT_FOUND, { carId: scan.carId });
    }
  }
}

function toScanNotice({ carNumber }: ScannedCar, scan: NewScan): ScanNotice {
  const { qrCode, scannerPhone, scannerEmail, notes, reason, timestamp } = scan;
  return { carNumber, qrCode, scannerPhone, scannerEmail, notes, reason, at: timestamp };
}

/** What makes two submissions for a car the same. */
function fingerprint(...parts: (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
