import { Injectable, Logger } from '@nestjs/common';

/** Called before an owner's data changes; what it returns is called once the change is committed, or has failed. */
export type OwnerChangeListener = (userId: string) => Promise<() => Promise<void>>;

/**
 * Tells whoever keeps copies of an owner's data that it is about to change, and that it has changed.
 *
 * Everything that a scanner can see of an owner (profile, car, codes) is changed inside `around`.
 */
@Injectable()
export class OwnerChanges {
  private readonly logger = new Logger(OwnerChanges.name);
  private readonly listeners: OwnerChangeListener[] = [];

  /** Registers a keeper of copies, for as long as the application runs. */
  register(listener: OwnerChangeListener): void {
    this.listeners.push(listener);
  }

  /**
   * Runs a change, its commit included, between the two calls of every listener.
   *
   * A listener that cannot be told beforehand prevents the change. One that cannot be told afterwards does not undo it:
   * listeners must have made sure by then that nothing stale outlives them for long.
   */
  async around<T>(userId: string, change: () => Promise<T>): Promise<T> {
    const finishers = await Promise.all(this.listeners.map((listener) => listener(userId)));
    try {
      return await change();
    } finally {
      for (const outcome of await Promise.allSettled(finishers.map((finish) => finish()))) {
        if (outcome.status === 'rejected') this.logger.warn('A copy could not be told of a change.', outcome.reason);
      }
    }
  }
}
