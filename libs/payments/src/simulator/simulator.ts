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
  /** Where webhooks go, or null while there is nobody to receive them. */
  webhookUrl: () => string | null;
  /** How long to wait before each further try of a webhook that failed. */
  retryDelaysMs?: readonly number[];
}

/** How webhooks of a step are sent; not at all when absent. */
export interface Delivery {
  /** The last event first. */
  reversed?: boolean;
  /** How often each is sent, at the same moment. */
  copies?: number;
}

/** What the checkout hands to the app. */
export interface CheckoutResult {
  paymentId: string;
  orderId: string;
  /** What proves to our server that the order is paid; empty when it is not, since Razorpay signs no failure. */
  signature: string;
}

const RETRY_DELAYS_MS = [1000, 4000, 16_000];

/** A Razorpay of our own on a loopback port, with the buyer, the bank and the merchant's dashboard in one. */
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
    // The program that it is part of ends without it.
    this.server.server.unref();
  }

  async stop(): Promise<void> {
    this.webhooks.stop();
    await this.server.close();
  }

  /**
   * Where its API is, without a trailing slash.
   *
   * @throws Error before it listens
   */
  baseUrl(): string {
    if (this.address === undefined) throw new Error('The simulator does not listen yet.');
    return this.address;
  }

  /** @throws RazorpayError when there is no such order */
  getOrder(orderId: string): Promise<OrderFile> {
    return this.account.getFile(orderId);
  }

  /**
   * Pays an order as the checkout would.
   *
   * @throws RazorpayError when there is no such order
   */
  async pay(orderId: string, outcome: PayOutcome, delivery?: Delivery): Promise<CheckoutResult> {
    return this.conclude(await this.account.pay(orderId, outcome), delivery);
  }

  /**
   * Lets a payment succeed that was only authorised, or had failed.
   *
   * @throws RazorpayError when there is no such payment, or it has not failed
   */
  async captureLate(paymentId: string, delivery?: Delivery): Promise<CheckoutResult> {
    return this.conclude(await this.account.captureLate(paymentId), delivery);
  }

  /**
   * Gives money back.
   *
   * @param amount in paise; all that is left when absent
   * @throws RazorpayError when there is no such payment, or not so much of it is left
   */
  async refund(paymentId: string, amount?: unknown, delivery?: Delivery): Promise<RefundEntity> {
    const { refund, ...outcome } = await this.account.refund(paymentId, amount);
    await this.conclude(outcome, delivery);
    return refund;
  }

  /** Lets the next requests to the API of this instance fail; none with a count of zero. */
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
