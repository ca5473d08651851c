import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SessionsService } from '@app/auth';
import { DiscardedFiles } from '@app/qr';

const INTERVAL_MS = 3_600_000;

/** Removes every hour what nobody can reach any more. Several at a time do no harm. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Housekeeping.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly sessions: SessionsService,
    private readonly discardedFiles: DiscardedFiles,
  ) {}

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

  private async run(): Promise<void> {
    await this.attempt('expired sessions', () => this.sessions.purgeExpired());
    await this.attempt('discarded files', () => this.discardedFiles.remove());
  }

  /** A failure is told and tried again an hour later. */
  private async attempt(what: string, remove: () => Promise<void>): Promise<void> {
    try {
      await remove();
    } catch (error) {
      this.logger.error(`Could not remove ${what}.`, error);
    }
  }
}
