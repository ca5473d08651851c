import { once } from 'node:events';
import { Injectable } from '@nestjs/common';
import { AppError, CommonErrors, Turns } from '@app/http';
import { Metrics } from '@app/observability';
import { PaymentErrors } from './payments.errors.js';
import { PaymentLedger, type ProviderEvent } from './payment-ledger.js';
import { Signatures } from './signatures.js';
import { readWebhook } from './webhook-event.js';

/** The provider waits for five seconds and then takes the webhook for lost. */
const ANSWER_WITHIN_MS = 3000;
const RETRY_SECONDS = 30;
/** Of one process. Each may wait for a locked order, and the connections of the database are there for others, too. */
const RECORDS_AT_ONCE = 4;

/** Takes what the provider tells of its own accord, any number of times and in any order. */
@Injectable()
export class PaymentWebhooks {
  private readonly turns = new Turns(RECORDS_AT_ONCE);

  constructor(
    private readonly ledger: PaymentLedger,
    private readonly signatures: Signatures,
    private readonly metrics: Metrics,
  ) {}

  /**
   * @throws AppError INVALID_SIGNATURE, INVALID_REQUEST; SERVICE_UNAVAILABLE when the database takes too long, upon which
   * the provider tells the event again
   */
  async receive(body: unknown, signature: string | undefined, eventId: string | undefined): Promise<void> {
    // What comes without a content type is no bytes.
    if (!Buffer.isBuffer(body) || !this.signatures.isOfWebhook(body, signature ?? '')) {
      this.metrics.count('payment_webhook_forged');
      throw new AppError(PaymentErrors.INVALID_SIGNATURE);
    }
    await this.recordInTime(readWebhook(body, eventId));
  }

  /** What has begun by then goes on, and is found done when it is told again. */
  private async recordInTime(event: ProviderEvent): Promise<void> {
    const late = new AbortController();
    const isLate = once(late.signal, 'abort').then(() => {
      throw late.signal.reason;
    });
    const timer = setTimeout(() => {
      late.abort(new AppError(CommonErrors.SERVICE_UNAVAILABLE, {}, { retryAfterSeconds: RETRY_SECONDS }));
    }, ANSWER_WITHIN_MS);
    try {
      await Promise.race([this.turns.run(() => this.ledger.record(event), late.signal), isLate]);
    } finally {
      clearTimeout(timer);
    }
  }
}
