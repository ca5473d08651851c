import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DataSource, LessThanOrEqual } from 'typeorm';
import { Clock } from '@app/clock';
import { execute } from '@app/database';
import { AppError } from '@app/http';
import { RateLimiter } from '@app/redis';
import { type GatewayPayment, PaymentGateway } from './gateway/payment-gateway.js';
import { Payment } from './payment.entity.js';
import { PaymentLedger, type ProviderEvent } from './payment-ledger.js';
import { GIVE_UP_SECONDS, pauseAfter } from './payments.schedule.js';

const BATCH_SIZE = 50;
/** Shared by all instances. */
const CALLS = { name: 'reconciler', max: 3, windowSeconds: 1 };

/**
 * Checks open orders with the provider, for when the app died before `verify` and the webhook was lost. Results go
 * through the ledger like all other events. Safe to run on several instances at once.
 */
@Injectable()
export class PaymentReconciler implements OnModuleDestroy {
  private readonly logger = new Logger(PaymentReconciler.name);
  private isStopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly gateway: PaymentGateway,
    private readonly ledger: PaymentLedger,
    private readonly limiter: RateLimiter,
    private readonly clock: Clock,
  ) {}

  /** Starts no further call, so that a run ends after the current one. */
  onModuleDestroy(): void {
    this.isStopping = true;
  }

  /** Checks the orders that are due, one by one; leaves the rest for the next run when the provider fails. */
  async run(): Promise<void> {
    const due = await this.dataSource.getRepository(Payment).find({
      where: { nextCheckAt: LessThanOrEqual(this.clock.now()) },
      order: { nextCheckAt: 'ASC' },
      take: BATCH_SIZE,
    });
    for (const payment of due) {
      if (this.isStopping || !(await this.mayCall())) return;
      if (!(await this.claim(payment))) continue;
      try {
        await this.reconcile(payment);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        this.logger.warn(
          `Could not check order ${payment.orderId} with the payment provider; it is checked again later.`,
        );
        if (isOutOfReach(error)) return;
      }
    }
  }

  /**
   * Waits at most once for the shared rate limit; if it is taken again, another instance is handling the same orders.
   */
  private async mayCall(): Promise<boolean> {
    const first = await this.limiter.take('razorpay', [CALLS]);
    if (first.isAllowed) return true;
    await delay(first.retryAfterSeconds * 1000);
    return (await this.limiter.take('razorpay', [CALLS])).isAllowed;
  }

  /** Only one of several instances gets a due order. If it crashes, the order is checked again at `nextCheckAt`. */
  private async claim({ id, checks }: Payment): Promise<boolean> {
    const nextCheckAt = new Date(this.clock.nowMs() + pauseAfter(checks + 1) * 1000);
    const claimed = await execute(
      this.dataSource,
      'UPDATE payments SET nextCheckAt = ?, checks = checks + 1 WHERE id = ? AND checks = ? AND nextCheckAt IS NOT NULL',
      [nextCheckAt, id, checks],
    );
    return claimed === 1;
  }

  /** Records the provider's events, and stops checking the order after seven days. */
  private async reconcile({ id, orderId }: Payment): Promise<void> {
    const attempts = await this.gateway.listPaymentsOf(orderId);
    for (const event of attempts.flatMap((attempt) => toEvents(orderId, attempt))) await this.ledger.record(event);
    // Reread: the checkout or a webhook may have changed the order meanwhile.
    const settled = await this.dataSource.getRepository(Payment).findOneByOrFail({ id });
    const isPaid = settled.status === 'completed';
    const since = isPaid && settled.verifiedAt ? settled.verifiedAt : settled.createdAt;
    if (this.clock.nowMs() - since.getTime() < GIVE_UP_SECONDS * 1000) return;
    if (settled.status === 'pending') await this.ledger.record(givenUp(orderId));
    // Keep the next check if it was moved meanwhile.
    const forget = 'UPDATE payments SET nextCheckAt = NULL WHERE id = ? AND nextCheckAt = ?';
    await execute(this.dataSource, forget, [id, settled.nextCheckAt]);
  }
}

/** Whether the provider is down or throttling, rather than rejecting this order. */
function isOutOfReach({ context: { status } }: AppError): boolean {
  return typeof status === 'number' && (status === 0 || status === 429 || status >= 500);
}

/** The events of a payment attempt; none while it is in progress. */
function toEvents(orderId: string, attempt: GatewayPayment): ProviderEvent[] {
  const { id: paymentId, amount, currency, amountRefunded, status, isCaptured } = attempt;
  const event = (kind: ProviderEvent['kind'], key: string, about: number): ProviderEvent => ({
    eventKey: `reconciler:${orderId}:${paymentId}:${key}`,
    source: 'reconciler',
    kind,
    orderId,
    paymentId,
    refundId: null,
    amount: about,
    claims: [{ amount, currency }],
    payload: {
      payment: { id: paymentId, amount, currency, status, captured: isCaptured, amount_refunded: amountRefunded },
    },
  });
  return [
    ...(isCaptured ? [event('captured', 'captured', amount)] : []),
    ...(isCaptured && amountRefunded > 0 ? [event('refunded', `refunded:${amountRefunded}`, amountRefunded)] : []),
    ...(status === 'refunded' && !isCaptured ? [event('returned', 'returned', amount)] : []),
    ...(status === 'failed' ? [event('failed', 'failed', amount)] : []),
  ];
}

function givenUp(orderId: string): ProviderEvent {
  return {
    eventKey: `reconciler:${orderId}:given-up`,
    source: 'reconciler',
    kind: 'failed',
    orderId,
    paymentId: null,
    refundId: null,
    amount: null,
    claims: [],
    payload: null,
  };
}
