import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '@app/clock';
import { newId } from '@app/database';
import { KeyValueStore } from '@app/redis';
import { type Schedule, Schedules } from './schedules.js';

/** After a worker crashes, its schedules are blocked for at most this long; a running worker renews the lease. */
const LEASE_SECONDS = 60;

/**
 * Runs every schedule once per interval across all workers, and never concurrently with itself. If the store loses data, a
 * schedule may run once more, which is safe because schedules are idempotent.
 */
@Injectable()
export class Scheduler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Scheduler.name);
  private readonly id = newId();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly schedules: Schedules,
    private readonly store: KeyValueStore,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    for (const schedule of this.schedules.all) {
      this.timers.push(setInterval(() => this.begin(schedule), schedule.everySeconds * 1000).unref());
      this.begin(schedule);
    }
  }

  /** Starts no further run and waits for the current ones. */
  async onModuleDestroy(): Promise<void> {
    this.timers.forEach(clearInterval);
    await Promise.all(this.running.values());
  }

  private begin(schedule: Schedule): void {
    // A run may take longer than its interval.
    if (this.running.has(schedule.name)) return;
    const run = this.runWithLease(schedule).finally(() => this.running.delete(schedule.name));
    this.running.set(schedule.name, run);
  }

  /** Logs a failure and releases the interval, so that the next worker retries. */
  private async runWithLease(schedule: Schedule): Promise<void> {
    try {
      const lease = `schedule:${schedule.name}:lease`;
      if (!(await this.store.setIfAbsent(lease, this.id, LEASE_SECONDS))) return;
      const renewal = setInterval(() => this.renew(lease), (LEASE_SECONDS * 1000) / 3).unref();
      try {
        await this.runIfDue(schedule);
      } finally {
        clearInterval(renewal);
        // Only if still held: after a long stall another worker may have the lease.
        await this.store.deleteIf(lease, this.id);
      }
    } catch (error) {
      this.logger.error(`Could not run ${schedule.name}; it is retried at the next check.`, error);
    }
  }

  /** The first worker in each interval claims it. */
  private async runIfDue({ name, everySeconds, run }: Schedule): Promise<void> {
    const interval = `schedule:${name}:${Math.floor(this.clock.nowMs() / 1000 / everySeconds)}`;
    if (!(await this.store.setIfAbsent(interval, 'taken', 2 * everySeconds))) return;
    try {
      await run();
    } catch (error) {
      await this.store.delete([interval]);
      throw error;
    }
  }

  private renew(lease: string): void {
    this.store
      .replaceIf(lease, this.id, this.id, LEASE_SECONDS)
      .catch((error: unknown) => this.logger.warn('Could not renew a schedule lease.', error));
  }
}
