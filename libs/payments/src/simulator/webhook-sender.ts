import { createHmac } from 'node:crypto';
import type { WebhookEvent } from './webhook-events.js';

export interface WebhookTarget {
  /** Where to send events, or null while there is nobody to send them to. */
  url: () => string | null;
  /** Signs the bodies. */
  secret: string;
  /** How long to wait before each further try. */
  retryDelaysMs: readonly number[];
}

/** Razorpay takes longer ones for failures. */
const ANSWER_TIMEOUT_MS = 5000;

/** Sends webhooks as Razorpay does: signed, and again after a while when the receiver does not answer 2xx. */
export class WebhookSender {
  private readonly stopped = new AbortController();

  constructor(private readonly target: WebhookTarget) {}

  /**
   * Sends events one after the other and resolves once each was tried; what failed is tried again in the background.
   *
   * @param copies how often to send each of them at the same moment
   */
  async send(events: readonly WebhookEvent[], copies = 1): Promise<void> {
    for (const event of events) await Promise.all(Array.from({ length: copies }, () => this.deliver(event)));
  }

  /** Breaks off what is under way and forgets what is to be tried again. */
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
      const answer = await fetch(url, {
        redirect: 'manual',
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-razorpay-event-id': id,
          'x-razorpay-signature': createHmac('sha256', this.target.secret).update(body).digest('hex'),
        },
        signal: AbortSignal.any([this.stopped.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
      });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      // Nobody there, too slow, or broken on the way: to the sender all of that is one and the same.
      return false;
    }
  }
}
