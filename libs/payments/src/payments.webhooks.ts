import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AppError, CommonErrors } from '@app/http';
import { Metrics } from '@app/observability';
import { PaymentErrors } from './payments.errors.js';
import { PaymentLedger } from './payment-ledger.js';
import { Signatures } from './signatures.js';
import { readWebhook } from './webhook-event.js';

/** The provider waits for five seconds and then takes the webhook for lost. */
const ANSWER_WITHIN_MS = 3000;
const RETRY_SECONDS = 30;

/** Takes what the provider tells of its own accord, any number of times and in any order. */
@Injectable()
export class PaymentWebhooks {
  constructor(
    private readonly ledger: PaymentLedger,
    private readonly signatures: Signatures,
    private readonly metrics: Metrics,
  ) {}

  /**
   * @throws AppError INVALID_SIGNATURE, INVALID_REQUEST; SERVICE_UNAVAILABLE when the database takes too long, upon which
   * the provider tells the event again
   */
  async receive(body: Buffer, signature: string | undefined, eventId: string | undefined): Promise<void> {
    if (!this.signatures.isOfWebhook(body, signature ?? '')) {
      this.metrics.count('payment_webhook_forged');
      throw new AppError(PaymentErrors.INVALID_SIGNATURE);
    }
    await inTime(this.ledger.record(readWebhook(body, eventId)));
  }
}

async function inTime(work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  const timeout = delay(ANSWER_WITHIN_MS, undefined, { signal: timer.signal }).then(() => {
    throw new AppError(CommonErrors.SERVICE_UNAVAILABLE, {}, { retryAfterSeconds: RETRY_SECONDS });
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    timer.abort();
    timeout.catch(() => undefined);
  }
}
