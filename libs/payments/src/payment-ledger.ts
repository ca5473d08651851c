import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '@app/clock';
import { afterCommit, execute, isMissingReference, isUniqueViolation, newId, transact } from '@app/database';
import { Notifications } from '@app/notifications';
import { Metrics } from '@app/observability';
import { Payment } from './payment.entity.js';
import { type EventSource, PaymentEvent } from './payment-event.entity.js';
import { FIRST_CHECK_SECONDS } from './payments.schedule.js';
import { type Effect, PremiumChanges } from './premium-changes.js';
import { isPaidTwice, settle } from './settle.js';

/** A completed order is checked once more, for refunds whose webhook was lost. */
const CHECK_AFTER_COMPLETION_MS = 7 * 86_400_000;
const MAX_AMOUNT = 2 ** 31 - 1;

/** Operators should investigate these, so they are also logged with their order. */
const ALARMS = new Set(['payment_mismatched', 'payment_taken_twice', 'payment_without_user']);

/** An event at the provider, as reported by one of the sources. */
export interface ProviderEvent {
  /** Idempotency key, the same for every delivery of the event; at most 160 characters. */
  eventKey: string;
  source: EventSource;
  kind: 'captured' | 'failed' | 'refunded' | 'returned' | 'noted';
  /** Null when the event names only the payment. */
  orderId: string | null;
  /** Null when the order is reported as paid without naming the payment. */
  paymentId: string | null;
  refundId: string | null;
  /** The amount paid or refunded, as reported and not yet validated. */
  amount: unknown;
  /** Amounts and currencies of the order, payment and refund; each must match our order. */
  claims: readonly ({ amount: unknown; currency: unknown } | { currency: unknown })[];
  /** What is stored of the event, without personal data. */
  payload: object | null;
}

/**
 * Turns payment events of the checkout, the webhooks and the reconciler into premium.
 *
 * Each event is stored once, by its key. Its effect is the difference between the order's state with and without it, so
 * neither the sequence nor the number of deliveries matters. The order's row is locked from the first read to the
 * commit; event and effect are committed together.
 */
@Injectable()
export class PaymentLedger {
  private readonly logger = new Logger(PaymentLedger.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly premium: PremiumChanges,
    private readonly notifications: Notifications,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /** @returns the order after the event; null for an unknown order, whose event is stored nevertheless */
  async record(event: ProviderEvent): Promise<Payment | null> {
    try {
      return await this.writeOnce(event);
    } catch (error) {
      // Only events of unknown orders can collide: there is no row to lock.
      if (!isUniqueViolation(error, 'uq_payment_events_key')) throw error;
      return null;
    }
  }

  /** Whether the event was already recorded for a known order, effect included. */
  async knows(eventKey: string): Promise<boolean> {
    return (await this.dataSource.getRepository(PaymentEvent).countBy({ eventKey })) > 0;
  }

  /** Retries once when the account is erased concurrently: by then the order has no user. */
  private async writeOnce(event: ProviderEvent): Promise<Payment | null> {
    const row = `order:${event.orderId ?? event.paymentId}`;
    const write = () => transact(this.dataSource, (manager) => this.write(manager, event), row);
    try {
      return await write();
    } catch (error) {
      if (!isMissingReference(error)) throw error;
      return write();
    }
  }

  private async write(manager: EntityManager, event: ProviderEvent): Promise<Payment | null> {
    const now = this.clock.now();
    const payment = await this.lock(manager, event, now);
    // Events for orders we don't know yet get their own key, so they can be recorded once the order exists.
    const eventKey = payment ? event.eventKey : `unknown:${event.eventKey}`;
    const isKnown = (await manager.countBy(PaymentEvent, { eventKey })) > 0;
    if (isKnown) return payment;
    if (!payment) {
      await manager.insert(PaymentEvent, { ...toLine(event, now), eventKey, kind: 'noted' });
      if (event.orderId !== null) this.countAfterCommit(manager, event, null, ['payment_unknown_order']);
      return null;
    }
    const facts = await manager.findBy(PaymentEvent, { orderId: payment.orderId });
    const line = { ...toLine(event, now), orderId: payment.orderId, userId: payment.userId };
    if (isMismatch(event, payment)) {
      await manager.insert(PaymentEvent, { ...line, kind: 'mismatched' });
      this.countAfterCommit(manager, event, payment, ['payment_mismatched']);
      return payment;
    }
    const after = settle(payment, [...facts, line]);
    const days = after.days - settle(payment, facts).days;
    const effect = await this.apply(manager, payment, days, facts, now);
    await manager.insert(PaymentEvent, { ...line, ...effect });
    const hasChanged = after.status !== payment.status;
    const changes: Partial<Payment> = {
      paymentId: after.paymentId,
      ...(hasChanged && statusChanges(after.status, payment, now)),
      ...(after.status === 'completed' && { nextCheckAt: nextCheck(event, hasChanged, payment, now) }),
      ...(effect && { premiumExpiryDate: effect.expiryAfter }),
    };
    await manager.update(Payment, { id: payment.id }, changes);
    const isSecond = isPaidTwice([...facts, line]) && !isPaidTwice(facts);
    const settled = { ...payment, ...changes };
    if (hasChanged) await this.tellReceipt(manager, settled);
    this.countAfterCommit(manager, event, payment, [
      ...(hasChanged ? [`payment_${after.status}`] : []),
      ...(isSecond ? ['payment_taken_twice'] : []),
      ...(days > 0 && payment.userId === null ? ['payment_without_user'] : []),
    ]);
    return settled;
  }

  /** Counts metrics, and logs those that operators should investigate. */
  private countAfterCommit(
    manager: EntityManager,
    { orderId, source }: ProviderEvent,
    payment: Payment | null,
    names: readonly string[],
  ): void {
    afterCommit(manager, () => {
      for (const name of names) {
        this.metrics.count(name);
        if (ALARMS.has(name)) this.logger.warn(`${name}: ${payment?.orderId ?? orderId} (${source})`);
      }
    });
  }

  /** Sends the receipt once, even if the order is paid, refunded and paid again. */
  private async tellReceipt(manager: EntityManager, payment: Payment): Promise<void> {
    const { status, userId, orderId, paymentId, amount, currency, planDuration, premiumExpiryDate, verifiedAt } =
      payment;
    if (status !== 'completed' || userId === null || paymentId === null || verifiedAt === null) return;
    await this.notifications.tell(manager, {
      kind: 'premium-receipt',
      userId,
      orderId,
      paymentId,
      amount,
      currency,
      planDuration,
      paidAt: verifiedAt,
      premiumUntil: premiumExpiryDate,
    });
  }

  /** Locks the order's row until the end of the transaction. */
  private async lock(manager: EntityManager, event: ProviderEvent, now: Date): Promise<Payment | null> {
    const orderId = event.orderId ?? (await findOrderPaidBy(manager, event.paymentId));
    if (orderId === null) return null;
    const found = await execute(manager, 'UPDATE payments SET updatedAt = ? WHERE orderId = ?', [now, orderId]);
    return found === 0 ? null : manager.findOneByOrFail(Payment, { orderId });
  }

  private async apply(
    manager: EntityManager,
    { userId, orderId }: Payment,
    days: number,
    facts: readonly PaymentEvent[],
    now: Date,
  ): Promise<Effect | null> {
    if (userId === null || days === 0) return null;
    if (days > 0) return this.premium.give(manager, userId, days, now);
    // For an account with lifetime premium the order added no days, so there are none to remove.
    const given = facts.reduce((sum, fact) => sum + fact.days, 0);
    const taken = Math.min(-days, given);
    return taken > 0 ? this.premium.takeBack(manager, userId, orderId, taken) : null;
  }
}

/** Refund events may not name the order. */
async function findOrderPaidBy(manager: EntityManager, paymentId: string | null): Promise<string | null> {
  const paid = paymentId === null ? null : await manager.findOneBy(Payment, { paymentId });
  return paid?.orderId ?? null;
}

function statusChanges(status: Payment['status'], payment: Payment, now: Date): Partial<Payment> {
  const isPaid = status === 'completed' || status === 'refunded';
  return {
    status,
    ...(isPaid && { openPlan: null, verifiedAt: payment.verifiedAt ?? now }),
  };
}

/**
 * The checkout confirms a payment once it is authorised, before it is captured, and `order.paid` may not name the
 * payment: check those soon. A captured payment reported by the provider is only checked once, later.
 */
function nextCheck(event: ProviderEvent, isNew: boolean, { nextCheckAt }: Payment, now: Date): Date | null {
  if (event.kind !== 'captured') return nextCheckAt;
  const isConfirmed = event.source !== 'checkout' && event.paymentId !== null;
  if (isConfirmed) return new Date(now.getTime() + CHECK_AFTER_COMPLETION_MS);
  return isNew ? new Date(now.getTime() + FIRST_CHECK_SECONDS * 1000) : nextCheckAt;
}

function isMismatch({ kind, amount, claims }: ProviderEvent, payment: Payment): boolean {
  if (kind === 'failed' || kind === 'noted') return false;
  const isOther = claims.some(
    (claim) => ('amount' in claim && claim.amount !== payment.amount) || claim.currency !== payment.currency,
  );
  return isOther || (kind !== 'captured' && !(isAmount(amount) && amount > 0));
}

function toLine(event: ProviderEvent, now: Date): PaymentEvent {
  return {
    id: newId(now.getTime()),
    eventKey: event.eventKey,
    userId: null,
    source: event.source,
    kind: event.kind,
    orderId: event.orderId,
    paymentId: event.paymentId,
    refundId: event.refundId,
    amount: isAmount(event.amount) ? event.amount : null,
    days: 0,
    expiryBefore: null,
    expiryAfter: null,
    payload: event.payload,
    createdAt: now,
  };
}

function isAmount(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= MAX_AMOUNT;
}
