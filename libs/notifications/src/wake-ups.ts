/**
 * Tells a worker at once that something is to be delivered. Only the rows of the outbox are sure: a wake-up may be lost or
 * come twice, and neither does harm.
 */
export abstract class WakeUps {
  /** Never waits and never fails. */
  abstract wake(id: string): void;

  /** Makes this process one that delivers. */
  abstract listen(deliver: (id: string) => Promise<void>): void;

  /** Takes no further wake-ups, and resolves when those that were taken are dealt with. */
  abstract stop(): Promise<void>;
}
