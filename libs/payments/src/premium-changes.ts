import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Premium, UsersService } from '@app/users';
import { PaymentEvent } from './payment-event.entity.js';
import { extendFrom, takeBackFrom } from './premium-timeline.js';

/** The effect of an event on a user's premium, as stored in the ledger. */
export type Effect = Pick<PaymentEvent, 'days' | 'expiryBefore' | 'expiryAfter'>;

const NO_EFFECT: Effect = { days: 0, expiryBefore: null, expiryAfter: null };

/** Extends and shortens premium in the ledger's transaction. Lifetime premium stays as it is. */
@Injectable()
export class PremiumChanges {
  constructor(private readonly users: UsersService) {}

  give(manager: EntityManager, userId: string, days: number, now: Date): Promise<Effect> {
    return this.change(manager, userId, days, (expiry) => extendFrom(expiry, days, now));
  }

  /** @param days to remove; at most as many as the order added */
  async takeBack(manager: EntityManager, userId: string, orderId: string, days: number): Promise<Effect> {
    // `change` locks the user's row, like every writer of this user's lines, so the lines can't change after this read.
    return this.change(manager, userId, -days, async (expiry) => {
      const lines = await manager.findBy(PaymentEvent, { userId });
      return expiry && takeBackFrom(expiry, lines.filter(isStep).toSorted(byTime), orderId, days);
    });
  }

  /** Ends premium now, lifetime premium included. */
  async end(manager: EntityManager, userId: string, now: Date): Promise<Effect> {
    const change = await this.users.changePremium(manager, userId, (premium) => {
      const hasEnded = premium.plan === 'basic' || (premium.premiumExpiryDate ?? now) < now;
      return hasEnded ? premium : { plan: 'premium', premiumExpiryDate: now };
    });
    return change ? { days: 0, ...expiriesOf(change) } : NO_EFFECT;
  }

  private async change(
    manager: EntityManager,
    userId: string,
    days: number,
    changeExpiry: (expiry: Date | null) => Date | null | Promise<Date | null>,
  ): Promise<Effect> {
    const change = await this.users.changePremium(manager, userId, async (premium) => {
      if (isForLife(premium)) return premium;
      const premiumExpiryDate = await changeExpiry(premium.plan === 'premium' ? premium.premiumExpiryDate : null);
      return { plan: premiumExpiryDate ? 'premium' : 'basic', premiumExpiryDate };
    });
    if (!change) return NO_EFFECT;
    return { days: isForLife(change.before) ? 0 : days, ...expiriesOf(change) };
  }
}

function isForLife({ plan, premiumExpiryDate }: Premium): boolean {
  return plan === 'premium' && premiumExpiryDate === null;
}

function isStep({ days, kind }: PaymentEvent): boolean {
  return days !== 0 || kind === 'revoked';
}

/** Within the same millisecond additions sort before removals, then by the earlier `expiryBefore`. */
function byTime(one: PaymentEvent, other: PaymentEvent): number {
  return (
    one.createdAt.getTime() - other.createdAt.getTime() ||
    Math.sign(other.days) - Math.sign(one.days) ||
    (one.expiryBefore?.getTime() ?? 0) - (other.expiryBefore?.getTime() ?? 0)
  );
}

function expiriesOf({ before, after }: { before: Premium; after: Premium }): Omit<Effect, 'days'> {
  return { expiryBefore: before.premiumExpiryDate, expiryAfter: after.premiumExpiryDate };
}
