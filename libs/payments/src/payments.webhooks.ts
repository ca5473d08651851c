import { once } from 'node:events';
import { Injectable } from '@nestjs/common';
import { AppError, CommonErrors, Turns } from '@app/http';
import { Metrics } from '@app/observability';
import { PaymentErrors } from './payments.errors.js';
import { PaymentLedger, type ProviderEvent } from './payment-ledger.js';
import { Signatures } from './signatures.js';
import { readWebhook } from './webhook-event.js';

/** The provider times out after five seconds and sends the webhook again. */
const RESPOND_WITHIN_MS = 3000;
const RETRY_SECONDS = 30;
/** Per process. Each may wait for a locked order, and must not occupy all database connections. */
const RECORDS_AT_ONCE = 4;

/** Receives the provider's webhooks, which may be repeated and out of order. */
@Injectable()
export class PaymentWebhooks {
  private readonly turns = new Turns(RECORDS_AT_ONCE);

  constructor(
    private readonly ledger: PaymentLedger,
    private readonly signatures: Signatures,
    private readonly metrics: Metrics,
  ) {}

  /**
   * @throws AppError INVALID_SIGNATURE, INVALID_REQUEST; SERVICE_UNAVAILABLE when the database takes too long, so that the
   *   provider retries
   */
  async receive(body: unknown, signature: string | undefined, eventId: string | undefined): Promise<void> {
    // Without a content type the body is not a Buffer.
    if (!Buffer.isBuffer(body) || !this.signatures.isOfWebhook(body, signature ?? '')) {
      this.metrics.count('payment_webhook_forged');
      throw new AppError(PaymentErrors.INVALID_SIGNATURE);
    }
    await this.recordInTime(readWebhook(body, eventId));
  }

  /** Past the deadline a write already in progress continues; the provider's retry finds it recorded. */
  private async recordInTime(event: ProviderEvent): Promise<void> {
    const late = new AbortController();
    const isLate = once(late.signal, 'abort').then(() => {
      throw late.signal.reason;
    });
    const timer = setTimeout(() => {
      late.abort(new AppError(CommonErrors.SERVICE_UNAVAILABLE, {}, { retryAfterSeconds: RETRY_SECONDS }));
    }, RESPOND_WITHIN_MS);
    try {
      await Promise.race([this.turns.run(() => this.ledger.record(event), late.signal), isLate]);
    } finally {
      clearTimeout(timer);
    }
  }
}
