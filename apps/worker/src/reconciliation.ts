import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { PaymentReconciler } from '@app/payments';

const INTERVAL_MS = 30_000;

/** Asks the payment provider about unsettled orders, twice a minute. Several instances at a time do no harm. */
@Injectable()
export class Reconciliation implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Reconciliation.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly reconciler: PaymentReconciler) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      // A run that takes longer than the interval is followed by the next one, not joined by it.
      this.running = this.running.then(() => this.run());
    }, INTERVAL_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** A failure is told and tried again at the next turn. */
  private async run(): Promise<void> {
    try {
      await this.reconciler.run();
    } catch (error) {
      this.logger.error('Could not reconcile payments.', error);
    }
  }
}
