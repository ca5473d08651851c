import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SessionsService } from '@app/auth';

const INTERVAL_MS = 3_600_000;

/** Removes expired sessions and tokens every hour. Several at a time do no harm. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Housekeeping.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly sessions: SessionsService) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.run();
    }, INTERVAL_MS);
    this.timer.unref();
    this.running = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** A failure is told and tried again an hour later. */
  private async run(): Promise<void> {
    try {
      await this.sessions.purgeExpired();
    } catch (error) {
      this.logger.error('Expired sessions could not be removed.', error);
    }
  }
}
