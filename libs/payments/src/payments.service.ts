import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '@app/clock';
import { type PremiumPlan, Settings } from '@app/config';
import { execute, isMissingReference, isUniqueViolation, newId, transact } from '@app/database';
import { AppError, CommonErrors, type Page, type PageRequest, RequestLimits } from '@app/http';
import type { User } from '@app/users';
import { UsersService } from '@app/users';
import { type GatewayOrder, PaymentGateway } from './gateway/payment-gateway.js';
import { Payment } from './payment.entity.js';
import { PaymentEvent } from './payment-event.entity.js';
import { PaymentLedger } from './payment-ledger.js';
import type { CreatePayment } from './payments.dto.js';
import { PaymentErrors } from './payments.errors.js';
import { PaymentLimits, REUSE_SECONDS } from './payments.limits.js';
import { PaymentsRepository } from './payments.repository.js';
import { FIRST_CHECK_SECONDS } from './payments.schedule.js';
import { Signatures } from './signatures.js';

/** What the checkout returns to the app after a payment. */
export interface CheckoutResult {
  orderId: string;
  paymentId: string;
  signature: string;
}

@Injectable()
export class PaymentsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly payments: PaymentsRepository,
    private readonly ledger: PaymentLedger,
    private readonly gateway: PaymentGateway,
    private readonly signatures: Signatures,
    private readonly users: UsersService,
    private readonly limits: RequestLimits,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  listPlans(): readonly PremiumPlan[] {
    return this.settings.plans;
  }

  /**
   * Orders a plan. Ordering the same plan again within 15 minutes, also concurrently, returns the same order while it is
   * unpaid.
   *
   * @throws AppError INVALID_PLAN, AMOUNT_MISMATCH, RATE_LIMITED, PAYMENT_PROVIDER_ERROR; UNAUTHORIZED when the account has
   *   just been erased
   */
  async createPayment(user: User, { planDuration, amount, currency }: CreatePayment): Promise<Payment> {
    const plan = this.settings.plans.find((candidate) => candidate.planDuration === planDuration);
    if (!plan) throw new AppError(PaymentErrors.INVALID_PLAN, { planDuration });
    const isOther = (amount ?? plan.amount) !== plan.amount || (currency ?? plan.currency) !== plan.currency;
    if (isOther) throw new AppError(PaymentErrors.AMOUNT_MISMATCH, { planDuration, amount, currency });
    const openPlan = `${plan.planDuration}:${plan.amount}`;
    const since = new Date(this.clock.nowMs() - REUSE_SECONDS * 1000);
    const open = await this.payments.findOpen(user.id, openPlan, since);
    if (open) return open;
    const counted = await this.limits.require(`payments:${user.id}`, [PaymentLimits.CREATE]);
    const id = newId(this.clock.nowMs());
    const { amount: price, currency: priceCurrency } = plan;
    const notes = { planDuration: String(planDuration) };
    const asked = { amount: price, currency: priceCurrency, receipt: id, notes };
    const order = await this.gateway.createOrder(asked).catch(async (error: unknown) => {
      // A failure of the provider does not use up the user's limit.
      await counted.giveBack();
      throw error;
    });
    return this.keep(this.newPayment(id, user.id, plan, openPlan, order), since);
  }

  /**
   * Completes an order with the checkout's result, which the provider has signed.
   *
   * @throws AppError PAYMENT_NOT_FOUND, INVALID_SIGNATURE, RATE_LIMITED; UNAUTHORIZED when the account has just been erased
   */
  async verifyPayment(
    user: User,
    { orderId, paymentId, signature }: CheckoutResult,
  ): Promise<{ user: User; payment: Payment }> {
    await this.limits.require(`payments:${user.id}`, [PaymentLimits.VERIFY]);
    const ordered = await this.payments.findOwned(user.id, orderId);
    if (!ordered) {
      await this.users.getCaller(user.id);
      throw new AppError(PaymentErrors.PAYMENT_NOT_FOUND, { orderId });
    }
    if (!this.signatures.isOfCheckout(ordered.orderId, paymentId, signature)) {
      throw new AppError(PaymentErrors.INVALID_SIGNATURE, { orderId, paymentId });
    }
    const eventKey = `checkout:${ordered.orderId}:${paymentId}`;
    // Repeats change nothing, so they skip the lock on the order.
    if (await this.ledger.knows(eventKey)) {
      const settled = await this.payments.findOwned(user.id, orderId);
      return { user: await this.users.getCaller(user.id), payment: settled ?? ordered };
    }
    const payment = await this.ledger.record({
      eventKey,
      source: 'checkout',
      kind: 'captured',
      orderId: ordered.orderId,
      paymentId,
      refundId: null,
      amount: ordered.amount,
      claims: [],
      payload: null,
    });
    return { user: await this.users.getCaller(user.id), payment: payment ?? ordered };
  }

  listPaymentsOf(userId: string, request: PageRequest): Promise<Page<Payment>> {
    return this.payments.listPage(userId, request);
  }

  /** Everything held about a user's orders. */
  exportPaymentsOf(userId: string): Promise<Payment[]> {
    return this.payments.listOf(userId);
  }

  /** Keeps one of several concurrent orders; the others were never returned to a client, so they can't be paid. */
  private async keep(payment: Payment, since: Date): Promise<Payment> {
    const { userId, openPlan } = payment;
    const close = 'UPDATE payments SET openPlan = NULL WHERE userId = ? AND openPlan = ? AND createdAt < ?';
    try {
      await transact(
        this.dataSource,
        async (manager) => {
          await execute(manager, close, [userId, openPlan, since]);
          await manager.insert(Payment, payment);
          await manager.insert(PaymentEvent, toFirstLine(payment));
        },
        `user:${userId}`,
      );
      return payment;
    } catch (error) {
      if (isUniqueViolation(error, 'uq_payments_order')) {
        throw new AppError(PaymentErrors.PAYMENT_PROVIDER_ERROR, {
          reason: 'The provider returned the id of an existing order.',
        });
      }
      if (isMissingReference(error)) throw new AppError(CommonErrors.UNAUTHORIZED, { userId });
      const isKept = isUniqueViolation(error, 'uq_payments_open');
      const open = isKept && userId && openPlan ? await this.payments.findOpen(userId, openPlan, since) : null;
      if (!open) throw error;
      return open;
    }
  }

  private newPayment(id: string, userId: string, plan: PremiumPlan, openPlan: string, order: GatewayOrder): Payment {
    const now = this.clock.now();
    return {
      id,
      userId,
      orderId: order.id,
      paymentId: null,
      amount: plan.amount,
      currency: plan.currency,
      planDuration: plan.planDuration,
      status: 'pending',
      openPlan,
      premiumExpiryDate: null,
      verifiedAt: null,
      nextCheckAt: new Date(now.getTime() + FIRST_CHECK_SECONDS * 1000),
      checks: 0,
      createdAt: now,
      updatedAt: now,
    };
  }
}

function toFirstLine({ id, userId, orderId, amount, createdAt }: Payment): PaymentEvent {
  return {
    id: newId(createdAt.getTime()),
    eventKey: `created:${id}`,
    userId,
    source: 'checkout',
    kind: 'created',
    orderId,
    paymentId: null,
    refundId: null,
    amount,
    days: 0,
    expiryBefore: null,
    expiryAfter: null,
    payload: null,
    createdAt,
  };
}
