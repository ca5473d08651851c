import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '@app/clock';
import { type RequestLimit, RequestLimits, rateLimited } from '@app/http';
import { KeyValueStore } from '@app/redis';

/** For one account, over all its exports. */
export const EXPORT_LIMIT: RequestLimit = { name: 'exports', max: 5, windowSeconds: 3600 };
/** After how long an export no longer counts as running when its process was killed or its client reads nothing. */
export const LEASE_SECONDS = 60;
const RENEW_MS = 20_000;
const RETRY_AFTER_SECONDS = 10;

interface Lease {
  key: string;
  /** Tells this export from others of the account. */
  value: string;
}

/** Streams exports: a few an hour for an account, and one at a time over all instances. */
@Injectable()
export class Exports {
  private readonly logger = new Logger(Exports.name);

  constructor(
    private readonly store: KeyValueStore,
    private readonly limits: RequestLimits,
    private readonly clock: Clock,
  ) {}

  /**
   * @param open makes the pieces of the export, which are read as fast as the client takes them
   * @returns the stream; once it is closed, whether at its end or because the client hung up, the next export may begin
   * @throws AppError RATE_LIMITED
   */
  async stream(userId: string, open: () => AsyncIterable<string | Buffer>): Promise<Readable> {
    const lease = { key: `export:${userId}`, value: randomUUID() };
    if (!(await this.store.setIfAbsent(lease.key, lease.value, LEASE_SECONDS))) {
      throw rateLimited(RETRY_AFTER_SECONDS, 'exports at a time');
    }
    try {
      await this.limits.require(`export:${userId}`, [EXPORT_LIMIT]);
    } catch (error) {
      await this.release(lease);
      throw error;
    }
    // Not in the generator's `finally`, which does not run when the client hangs up before the first piece.
    return Readable.from(this.renewing(lease, open)).once('close', () => void this.release(lease));
  }

  private async *renewing(lease: Lease, open: () => AsyncIterable<string | Buffer>): AsyncGenerator<string | Buffer> {
    let renewedMs = this.clock.elapsedMs();
    for await (const piece of open()) {
      if (this.clock.elapsedMs() - renewedMs >= RENEW_MS) {
        await this.renew(lease);
        renewedMs = this.clock.elapsedMs();
      }
      yield piece;
    }
  }

  /** A lease that expired while the client read nothing is taken again, unless another export has begun since. */
  private async renew({ key, value }: Lease): Promise<void> {
    const isRenewed =
      (await this.store.replaceIf(key, value, value, LEASE_SECONDS)) ||
      (await this.store.setIfAbsent(key, value, LEASE_SECONDS));
    if (!isRenewed) throw new Error('Another export of the account began while this one stood still.');
  }

  private async release({ key, value }: Lease): Promise<void> {
    try {
      await this.store.deleteIf(key, value);
    } catch (error) {
      this.logger.warn(`The end of an export could not be noted; the next one may begin in ${LEASE_SECONDS} s.`, error);
    }
  }
}
