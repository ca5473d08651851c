import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '@app/clock';
import { newId, transact } from '@app/database';
import { maskPersonalData } from '@app/observability';
import { PaymentEvent } from './payment-event.entity.js';
import { type Effect, PremiumChanges } from './premium-changes.js';

export interface Audit {
  operator: string;
  reason: string;
}

/** Manual changes of a user's premium by support; each is recorded in the ledger. */
@Injectable()
export class PremiumSupport {
  constructor(
    private readonly dataSource: DataSource,
    private readonly premium: PremiumChanges,
    private readonly clock: Clock,
  ) {}

  /** Adds days of premium, from the later of now and the current expiry. */
  grant(userId: string, days: number, audit: Audit): Promise<PaymentEvent> {
    return this.write(userId, 'granted', audit, (manager, now) => this.premium.give(manager, userId, days, now));
  }

  /** Ends premium now, regardless of its source. */
  revoke(userId: string, audit: Audit): Promise<PaymentEvent> {
    return this.write(userId, 'revoked', audit, (manager, now) => this.premium.end(manager, userId, now));
  }

  /** All ledger lines of a user's orders and premium, oldest first. */
  explain(userId: string): Promise<PaymentEvent[]> {
    const ledger = this.dataSource.getRepository(PaymentEvent);
    return ledger.find({ where: { userId }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  private write(
    userId: string,
    kind: 'granted' | 'revoked',
    { operator, reason }: Audit,
    change: (manager: EntityManager, now: Date) => Promise<Effect>,
  ): Promise<PaymentEvent> {
    const now = this.clock.now();
    const id = newId(now.getTime());
    return transact(this.dataSource, async (manager) => {
      const line: PaymentEvent = {
        id,
        eventKey: `support:${id}`,
        userId,
        source: 'support',
        kind,
        orderId: null,
        paymentId: null,
        refundId: null,
        amount: null,
        ...(await change(manager, now)),
        // The ledger outlives the account, so a reason must not keep personal data.
        payload: { operator, reason: maskPersonalData(reason) },
        createdAt: now,
      };
      await manager.insert(PaymentEvent, line);
      return line;
    });
  }
}
