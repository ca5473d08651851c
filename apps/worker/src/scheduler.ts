import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '@app/clock';
import { KeyValueStore } from '@app/redis';
import { type Schedule, Schedules } from './schedules.js';

/** Runs every schedule at its interval: once, however many workers there are. */
@Injectable()
export class Scheduler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Scheduler.name);
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

  /** A failure is told, and tried again at the next turn. */
  private async runInTurn(schedule: Schedule): Promise<void> {
    try {
      if (await this.isOurTurn(schedule)) await schedule.run();
    } catch (error) {
      this.logger.error(`Could not run ${schedule.name}.`, error);
    }
  }

  /** Time is cut into turns of one interval each, and the first worker to come takes the turn. */
  private isOurTurn({ name, everySeconds }: Schedule): Promise<boolean> {
    const turn = Math.floor(this.clock.nowMs() / 1000 / everySeconds);
    return this.store.setIfAbsent(`schedule:${name}:${turn}`, 'taken', 2 * everySeconds);
  }
}
