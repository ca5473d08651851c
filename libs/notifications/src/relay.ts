import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Metrics } from '@app/observability';
import { Delivery } from './delivery.js';
import { NotificationsRepository } from './notifications.repository.js';
import { ParkedNotifications } from './parked-notifications.js';
import { WakeUps } from './wake-ups.js';

/** How often a worker looks for what no wake-up has told it of. */
const SWEEP_MS = 5000;
const SWEEP_BATCH = 50;
const CONCURRENCY = 10;

/**
 * Delivers what the outbox holds. The rows decide everything: a claim keeps other workers away, a failure sets the next
 * attempt, and what a killed worker left behind is due again when its claim ends.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Relay.name);
  private readonly underWay = new Set<Promise<void>>();
  private timer?: NodeJS.Timeout;
  private sweeping: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(
    private readonly notifications: NotificationsRepository,
    private readonly delivery: Delivery,
    private readonly wakeUps: WakeUps,
    metrics: Metrics,
    parked: ParkedNotifications,
  ) {
    metrics.gauge(
      'notifications_outbox',
      'Notices that wait or are parked, and how long the oldest is overdue.',
      async () => ({
        ...(await parked.count()),
      }),
    );
  }

  onApplicationBootstrap(): void {
    this.wakeUps.listen((id) => this.deliverWoken(id));
    this.timer = setInterval(() => this.startSweep(), SWEEP_MS).unref();
    this.startSweep();
  }

  /** Begins nothing more and waits for what is under way. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.wakeUps.stop();
    await this.settle();
  }

  /**
   * Delivers all that is due now, as long as that can be claimed: what stays due would be listed again and again.
   *
   * @throws Error when the outbox can be neither read nor written
   */
  async deliverDue(): Promise<void> {
    let claimed: number;
    do {
      claimed = 0;
      const ids = this.isStopping ? [] : await this.notifications.listDue(SWEEP_BATCH);
      const rest = ids.values();
      await Promise.all(
        Array.from({ length: CONCURRENCY }, async () => {
          for (const id of rest) if (await this.deliver(id)) claimed += 1;
        }),
      );
    } while (claimed > 0);
  }

  /** Resolves when nothing is under way in this process. */
  async settle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
    await this.sweeping;
  }

  private startSweep(): void {
    // A sweep that is still busy sees to what came meanwhile, too.
    this.sweeping = this.sweeping
      .then(() => this.deliverDue())
      .catch((error: unknown) => this.logger.warn('The outbox cannot be read or written now.', error));
  }

  /** A notice that could not be claimed is found by the next sweep. */
  private async deliverWoken(id: string): Promise<void> {
    await this.deliver(id).catch((error: unknown) => this.logger.warn('A notice cannot be claimed now.', error));
  }

  /** @returns whether the notice was ours to deal with; how that ended is noted in its row */
  private async deliver(id: string): Promise<boolean> {
    if (this.isStopping) return false;
    const delivery = this.attempt(id);
    const end = delivery.then(
      () => undefined,
      () => undefined,
    );
    this.underWay.add(end);
    return delivery.finally(() => this.underWay.delete(end));
  }

  /** Fails only when nothing could be claimed: a claim that could not be dealt with ends by itself. */
  private async attempt(id: string): Promise<boolean> {
    const claim = await this.notifications.claim(id);
    if (!claim) return false;
    try {
      await this.delivery.deliver(claim);
    } catch (error) {
      this.logger.error('A notice could not be dealt with now.', error);
    }
    return true;
  }
}
