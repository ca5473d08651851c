import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Settings } from '@app/config';
import { mobileCountryOf } from '@app/http';
import { type AccountChange, type Channel, Notifications } from '@app/notifications';
import type { User } from './user.entity.js';

interface Address {
  channel: Channel;
  to: string;
}

/** Tells the holder of an account, by every channel that it has, of a change by which it may be given away. */
@Injectable()
export class AccountNotices {
  constructor(
    private readonly notifications: Notifications,
    private readonly settings: Settings,
  ) {}

  /**
   * Enqueues one message per channel, inside the transaction of the change.
   *
   * @param user as it was before the change, so that the addresses that were replaced are told
   * @param at the moment that is stored with the change, so that the link of the message undoes it
   * @param others addresses that the account has from now on
   */
  async tell(
    manager: EntityManager,
    user: Pick<User, 'id' | 'phone' | 'email' | 'emailVerified'>,
    change: AccountChange,
    at: Date,
    others: readonly Address[] = [],
  ): Promise<void> {
    for (const { channel, to } of [...addressesOf(user), ...others]) {
      if (channel === 'sms' && !this.isReachable(to)) continue;
      const notice = { kind: 'account-changed', userId: user.id, change, channel, to, at } as const;
      await this.notifications.tell(manager, notice);
    }
  }

  /** The same rule as for codes: nobody else must earn from our messages. */
  private isReachable(phone: string): boolean {
    const { countries, testNumbers } = this.settings.otp;
    const country = mobileCountryOf(phone);
    return testNumbers.has(phone) || (country !== undefined && (countries === null || countries.has(country)));
  }
}

/** An address that nobody has confirmed may be somebody else's. */
function addressesOf({ phone, email, emailVerified }: Pick<User, 'phone' | 'email' | 'emailVerified'>): Address[] {
  return [
    { channel: 'sms', to: phone },
    ...(email !== null && emailVerified ? [{ channel: 'email', to: email } as const] : []),
  ];
}
