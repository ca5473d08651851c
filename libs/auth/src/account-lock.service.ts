import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '@app/audit';
import type { AccountLink } from '@app/notifications';
import { OwnerChanges, ReplacedContacts, UsedLinks } from '@app/users';
import { PasswordsService } from './passwords.service.js';
import { SessionsService } from './sessions.service.js';

/** Takes an account back from whoever changed it, for the holder of a link that was sent because of the change. */
@Injectable()
export class AccountLock {
  constructor(
    private readonly ownerChanges: OwnerChanges,
    private readonly sessions: SessionsService,
    private readonly passwords: PasswordsService,
    private readonly replacedContacts: ReplacedContacts,
    private readonly usedLinks: UsedLinks,
    private readonly securityEvents: SecurityEvents,
  ) {}

  /**
   * Ends all sessions, removes a password that was set since the change, and restores the phone number and the e-mail
   * address: by any of them, whoever made the change would sign in again. An account that is gone is as good as locked.
   *
   * @returns false, and then nothing is changed, when the use of an earlier link has voided this one
   */
  async lock(link: AccountLink): Promise<boolean> {
    const { userId, since } = link;
    return this.ownerChanges.run(userId, async (manager) => {
      if (!(await this.usedLinks.use(manager, link))) return false;
      await this.passwords.removeSetSince(manager, userId, since);
      await this.replacedContacts.restore(manager, link);
      await this.securityEvents.record(manager, { event: 'account-locked' }, { userId });
      await this.sessions.endSessionsWithin(manager, userId, 'lock-link');
      return true;
    });
  }
}
