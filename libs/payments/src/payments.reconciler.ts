import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
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
/** Of all instances together. */
const CALLS = { name: 'reconciler', max: 3, windowSeconds: 1 };

/**
 * Asks the provider about orders whose end nobody told us: the app died before it could, and the webhook never came.
 * What it learns goes the same way as everything else. Any number of instances may do so at once.
 */
@Injectable()
export class PaymentReconciler {
  private readonly logger = new Logger(PaymentReconciler.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly gateway: PaymentGateway,
    private readonly ledger: PaymentLedger,
    private readonly limiter: RateLimiter,
    private readonly clock: Clock,
  ) {}

  /** Asks about the orders that are due, one after the other; leaves the rest for the next time when the provider fails. */
  async run(): Promise<void> {
    const due = await this.dataSource.getRepository(Payment).find({
      where: { nextCheckAt: LessThanOrEqual(this.clock.now()) },
      order: { nextCheckAt: 'ASC' },
      take: BATCH_SIZE,
    });
    for (const payment of due) {
      if (!(await this.mayCall())) return;
      if (!(await this.claim(payment))) continue;
      try {
        await this.settle(payment);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        this.logger.warn(`The payment provider could not be asked about ${payment.orderId}.`);
        return;
      }
    }
  }

  /** Waits for its turn at most once: whoever else takes it goes on with the same orders. */
  private async mayCall(): Promise<boolean> {
    const first = await this.limiter.take('razorpay', [CALLS]);
    if (first.isAllowed) return true;
    await delay(first.retryAfterSeconds * 1000);
    return (await this.limiter.take('razorpay', [CALLS])).isAllowed;
  }

  /** Of instances that found the same order due one gets it. One that dies over it loses nothing but this turn. */
  private async claim({ id, checks }: Payment): Promise<boolean> {
    const nextCheckAt = new Date(this.clock.nowMs() + pauseAfter(checks + 1) * 1000);
    const claimed = await execute(
      this.dataSource,
      'UPDATE payments SET nextCheckAt = ?, checks = checks + 1 WHERE id = ? AND checks = ? AND nextCheckAt IS NOT NULL',
      [nextCheckAt, id, checks],
    );
    return claimed === 1;
  }

  private async settle(payment: Payment): Promise<void> {
    const attempts = await this.gateway.listPaymentsOf(payment.orderId);
    let settled: Payment | null = payment;
    for (const event of attempts.flatMap((attempt) => toEvents(payment.orderId, attempt))) {
      settled = await this.ledger.record(event);
    }
    const isOver = payment.status === 'completed' || payment.status === 'refunded';
    const isOld = this.clock.nowMs() - payment.createdAt.getTime() >= GIVE_UP_SECONDS * 1000;
    if (!isOver && isOld && settled?.status === 'pending') await this.ledger.record(givenUp(payment.orderId));
    if (isOver || (isOld && settled?.status !== 'completed')) await this.forget(payment.id);
  }

  private async forget(id: string): Promise<void> {
    await execute(this.dataSource, 'UPDATE payments SET nextCheckAt = NULL WHERE id = ?', [id]);
  }
}

/** What an attempt to pay has come to by now; nothing for one that is still under way. */
function toEvents(orderId: string, attempt: GatewayPayment): ProviderEvent[] {
  const { id: paymentId, amount, currency, amountRefunded, status } = attempt;
  const event = (kind: ProviderEvent['kind'], key: string, about: number): ProviderEvent => ({
    eventKey: `reconciler:${orderId}:${paymentId}:${key}`,
    source: 'reconciler',
    kind,
    orderId,
    paymentId,
    refundId: null,
    amount: about,
    claims: [{ amount, currency }],
    payload: { payment: { id: paymentId, amount, currency, status, amount_refunded: amountRefunded } },
  });
  const isCaptured = status === 'captured' || status === 'refunded';
  return [
    ...(isCaptured ? [event('captured', 'captured', amount)] : []),
    ...(isCaptured && amountRefunded > 0 ? [event('refunded', `refunded:${amountRefunded}`, amountRefunded)] : []),
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
