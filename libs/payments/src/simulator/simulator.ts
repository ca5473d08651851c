import { createHmac } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { type Fault, createRazorpayServer } from './razorpay-server.js';
import type { RefundEntity } from './razorpay-entities.js';
import {
  type OrderFile,
  type Outcome,
  type PayOutcome,
  SimulatedAccount,
  type SimulatorStore,
} from './simulated-account.js';
import { WebhookSender } from './webhook-sender.js';

export interface SimulatorOptions {
  store: SimulatorStore;
  nowMs: () => number;
  keyId: string;
  keySecret: string;
  webhookSecret: string;
  /** Null while there is no receiver. */
  webhookUrl: () => string | null;
  /** The delay before each retry of a failed webhook. */
  retryDelaysMs?: readonly number[];
}

/** How a step's webhooks are sent; none are sent when absent. */
export interface Delivery {
  /** Send the last event first. */
  reversed?: boolean;
  /** How often each is sent, concurrently. */
  copies?: number;
}

/** What the checkout returns to the app. */
export interface CheckoutResult {
  paymentId: string;
  orderId: string;
  /** Proves the payment to our server; empty for a failure, which Razorpay does not sign. */
  signature: string;
}

const RETRY_DELAYS_MS = [1000, 4000, 16_000];

/** Simulates Razorpay on a loopback port, including the buyer, the bank and the merchant's dashboard. */
export class Simulator {
  readonly account: SimulatedAccount;
  private readonly server: FastifyInstance;
  private readonly webhooks: WebhookSender;
  private faults: Fault[] = [];
  private address: string | undefined;

  constructor(private readonly options: SimulatorOptions) {
    const { store, nowMs, webhookUrl, webhookSecret, retryDelaysMs = RETRY_DELAYS_MS } = options;
    this.account = new SimulatedAccount(store, nowMs);
    this.webhooks = new WebhookSender({ url: webhookUrl, secret: webhookSecret, retryDelaysMs });
    this.server = createRazorpayServer(this, options, () => this.faults.shift());
  }

  /** Listens on a free port of 127.0.0.1. */
  async start(): Promise<void> {
    this.address = await this.server.listen({ host: '127.0.0.1', port: 0 });
    // The open port must not keep the process alive.
    this.server.server.unref();
  }

  async stop(): Promise<void> {
    this.webhooks.stop();
    await this.server.close();
  }

  /**
   * @returns the URL of the API, without a trailing slash
   * @throws Error before it listens
   */
  baseUrl(): string {
    if (this.address === undefined) throw new Error('The simulator is not listening yet.');
    return this.address;
  }

  /** @throws RazorpayError for an unknown order */
  getOrder(orderId: string): Promise<OrderFile> {
    return this.account.getFile(orderId);
  }

  /**
   * Pays an order as the checkout would.
   *
   * @throws RazorpayError for an unknown order
   */
  async pay(orderId: string, outcome: PayOutcome, delivery?: Delivery): Promise<CheckoutResult> {
    return this.conclude(await this.account.pay(orderId, outcome), delivery);
  }

  /**
   * Captures an authorised or failed payment.
   *
   * @throws RazorpayError for an unknown or already captured payment
   */
  async captureLate(paymentId: string, delivery?: Delivery): Promise<CheckoutResult> {
    return this.conclude(await this.account.captureLate(paymentId), delivery);
  }

  /**
   * @param amount in paise; the whole remainder when absent
   * @throws RazorpayError for an unknown payment, or when the amount exceeds the remainder
   */
  async refund(paymentId: string, amount?: unknown, delivery?: Delivery): Promise<RefundEntity> {
    const { refund, ...outcome } = await this.account.refund(paymentId, amount);
    await this.conclude(outcome, delivery);
    return refund;
  }

  /** Makes the next `count` requests to this instance's API fail; zero clears the faults. */
  breakNext(fault: Fault, count: number): void {
    this.faults = new Array<Fault>(count).fill(fault);
  }

  private async conclude({ payment, events }: Outcome, delivery?: Delivery): Promise<CheckoutResult> {
    if (delivery) await this.webhooks.send(delivery.reversed ? events.toReversed() : events, delivery.copies);
    const { id: paymentId, order_id: orderId } = payment;
    return { paymentId, orderId, signature: payment.status === 'failed' ? '' : this.sign(`${orderId}|${paymentId}`) };
  }

  private sign(text: string): string {
    return createHmac('sha256', this.options.keySecret).update(text).digest('hex');
  }
}
