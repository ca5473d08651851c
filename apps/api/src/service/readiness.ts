import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { checkDatabase } from '@app/database';
import { AppError, CommonErrors } from '@app/http';
import { KeyValueStore } from '@app/redis';

const CHECK_TIMEOUT_MS = 1000;
const RETRY_SECONDS = 5;

/** Whether this instance should receive requests. */
@Injectable()
export class Readiness {
  private isDraining = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly store: KeyValueStore,
  ) {}

  /** Reports not ready from now on; requests are still served. */
  startDraining(): void {
    this.isDraining = true;
  }

  /**
   * Queries the database and pings the store, which has its own timeout.
   *
   * @throws AppError SERVICE_UNAVAILABLE
   */
  async check(): Promise<void> {
    const [database, store] = await Promise.allSettled([
      checkDatabase(this.dataSource, CHECK_TIMEOUT_MS),
      this.store.ping(),
    ]);
    if (!this.isDraining && database.status === 'fulfilled' && store.status === 'fulfilled') return;
    const context = { isDraining: this.isDraining, database: describe(database), store: describe(store) };
    throw new AppError(CommonErrors.SERVICE_UNAVAILABLE, context, { retryAfterSeconds: RETRY_SECONDS });
  }
}

function describe(outcome: PromiseSettledResult<void>): string {
  return outcome.status === 'fulfilled' ? 'ok' : String(outcome.reason);
}
