import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '@app/clock';
import { newId } from '@app/database';
import { KeyValueStore } from '@app/redis';
import { type Schedule, Schedules } from './schedules.js';

/** How long nobody else runs a schedule whose worker has died; one that lives renews it. */
const LEASE_SECONDS = 60;

/**
 * Runs every schedule once an interval, however many workers there are, and never beside itself as long as the store
 * keeps what it is told. A store that forgets has a schedule run once more, which does no harm.
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

  /** Begins nothing more and waits for what is under way. */
  async onModuleDestroy(): Promise<void> {
    this.timers.forEach(clearInterval);
    await Promise.all(this.running.values());
  }

  private begin(schedule: Schedule): void {
    // One that takes longer than its interval is not run beside itself.
    if (this.running.has(schedule.name)) return;
    const run = this.runInTurn(schedule).finally(() => this.running.delete(schedule.name));
    this.running.set(schedule.name, run);
  }

  /** A failure is told, and its turn given back: the next worker that looks tries again. */
  private async runInTurn(schedule: Schedule): Promise<void> {
    try {
      const lease = `schedule:${schedule.name}:lease`;
      if (!(await this.store.setIfAbsent(lease, this.id, LEASE_SECONDS))) return;
      const renewal = setInterval(() => this.renew(lease), (LEASE_SECONDS * 1000) / 3).unref();
      try {
        await this.runIfDue(schedule);
      } finally {
        clearInterval(renewal);
        // Only while it is ours: a worker that was held up for long may have lost it to another.
        await this.store.deleteIf(lease, this.id);
      }
    } catch (error) {
      this.logger.error(`Could not run ${schedule.name}.`, error);
    }
  }

  /** Time is cut into turns of one interval each, and the first worker to come takes the turn. */
  private async runIfDue({ name, everySeconds, run }: Schedule): Promise<void> {
    const turn = `schedule:${name}:${Math.floor(this.clock.nowMs() / 1000 / everySeconds)}`;
    if (!(await this.store.setIfAbsent(turn, 'taken', 2 * everySeconds))) return;
    try {
      await run();
    } catch (error) {
      await this.store.delete([turn]);
      throw error;
    }
  }

  private renew(lease: string): void {
    this.store
      .replaceIf(lease, this.id, this.id, LEASE_SECONDS)
      .catch((error: unknown) => this.logger.warn('A lease cannot be renewed now.', error));
  }
}
