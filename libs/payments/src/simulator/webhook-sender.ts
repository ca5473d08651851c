import { createHmac } from 'node:crypto';
import type { WebhookEvent } from './webhook-events.js';

export interface WebhookTarget {
  /** Null while there is no receiver. */
  url: () => string | null;
  secret: string;
  /** The delay before each retry. */
  retryDelaysMs: readonly number[];
}

/** Like Razorpay's. */
const RESPONSE_TIMEOUT_MS = 5000;

/** Sends webhooks as Razorpay does: signed, and retried when the response is not 2xx. */
export class WebhookSender {
  private readonly stopped = new AbortController();

  constructor(private readonly target: WebhookTarget) {}

  /**
   * Sends events one after the other and resolves after the first attempt of each; failures are retried in the background.
   *
   * @param copies how often to send each, concurrently
   */
  async send(events: readonly WebhookEvent[], copies = 1): Promise<void> {
    for (const event of events) await Promise.all(Array.from({ length: copies }, () => this.deliver(event)));
  }

  /** Aborts current requests and pending retries. */
  stop(): void {
    this.stopped.abort();
  }

  private async deliver(event: WebhookEvent, tries = 0): Promise<void> {
    const url = this.target.url();
    if (url === null || (await this.isAccepted(url, event)) || this.stopped.signal.aborted) return;
    const delayMs = this.target.retryDelaysMs[tries];
    if (delayMs === undefined) return;
    const timer = setTimeout(() => void this.deliver(event, tries + 1), delayMs).unref();
    this.stopped.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  private async isAccepted(url: string, { id, body }: WebhookEvent): Promise<boolean> {
    try {
      const response = await fetch(url, {
        redirect: 'manual',
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-razorpay-event-id': id,
          'x-razorpay-signature': createHmac('sha256', this.target.secret).update(body).digest('hex'),
        },
        signal: AbortSignal.any([this.stopped.signal, AbortSignal.timeout(RESPONSE_TIMEOUT_MS)]),
      });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      // Unreachable, timed out or broken connection: retry in every case.
      return false;
    }
  }
}
