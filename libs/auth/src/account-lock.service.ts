import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '@app/audit';
import type { AccountLink } from '@app/notifications';
import { OwnerChanges, UserEmails } from '@app/users';
import { PasswordsService } from './passwords.service.js';
import { SessionsService } from './sessions.service.js';

/** Takes an account back from whoever changed it, for the holder of a link that was sent because of the change. */
@Injectable()
export class AccountLock {
  constructor(
    private readonly ownerChanges: OwnerChanges,
    private readonly sessions: SessionsService,
    private readonly passwords: PasswordsService,
    private readonly emails: UserEmails,
    private readonly securityEvents: SecurityEvents,
  ) {}

  /**
   * Ends all sessions, and removes a password and an e-mail address that were given since the change: by either, whoever
   * made it would sign in again. The phone number still signs in. An account that is gone is as good as locked.
   */
  async lock({ userId, since }: AccountLink): Promise<void> {
    await this.ownerChanges.run(userId, async (manager) => {
      await this.passwords.removeSetSince(manager, userId, since);
      await this.emails.removeGivenSince(manager, userId, since);
      await this.securityEvents.record(manager, { event: 'account-locked' }, { userId });
      await this.sessions.endSessionsWithin(manager, userId, 'lock-link');
    });
  }
}
