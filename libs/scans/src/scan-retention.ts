import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import { ScansRepository } from './scans.repository.js';

const DAY_MS = 86_400_000;

/** What scanners leave of themselves is kept for a time, and then no longer. */
@Injectable()
export class ScanRetention {
  constructor(
    private readonly scans: ScansRepository,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async purge(): Promise<void> {
    await this.scans.deleteBefore(new Date(this.clock.nowMs() - this.settings.scanRetentionDays * DAY_MS));
  }
}
