import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { isMissingReference } from '@app/database';
import { AppError } from '@app/http';
import { PremiumLookups, QrErrors } from '@app/qr';
import { type User, UsersService } from '@app/users';
import { ScanRecorder } from './scan-recorder.js';
import { scannerEmailOf } from './scanner-email.js';
import { PREMIUM_REPEAT_SECONDS } from './scans.limits.js';

/** Writes premium look-ups into the owner's list of scans. */
@Injectable()
export class LoggedPremiumLookups extends PremiumLookups {
  constructor(
    private readonly recorder: ScanRecorder,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {
    super();
  }

  async record(viewer: User, carId: string, qrCode: string): Promise<void> {
    const scan = {
      carId,
      viewerId: viewer.id,
      qrCode,
      scannerPhone: viewer.phone,
      scannerEmail: scannerEmailOf(viewer) ?? '',
      notes: '',
      reason: null,
      via: 'premium' as const,
      timestamp: this.clock.now(),
      recentKey: createHash('sha256').update(`premium ${viewer.id}`).digest('hex'),
    };
    try {
      await this.recorder.record(scan, PREMIUM_REPEAT_SECONDS);
    } catch (error) {
      if (!isMissingReference(error)) throw error;
      await this.users.getCaller(viewer.id);
      throw new AppError(QrErrors.QR_NOT_FOUND, { carId });
    }
  }
}
