import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '@app/audit';
import { SessionsService } from '@app/auth';
import { Notifications, NotificationsRepository } from '@app/notifications';
import { PaymentReconciler } from '@app/payments';
import { DiscardedFiles } from '@app/qr';
import { ScanRetention } from '@app/scans';
import { ReplacedContacts, UsedLinks, UsersService } from '@app/users';

const HOUR_SECONDS = 3600;
/** How long before the expiry of premium its reminder is sent. */
const PREMIUM_ENDING_MS = 3 * 86_400_000;

export interface Schedule {
  /** Completes the sentence "Could not run ..." in the log. */
  name: string;
  everySeconds: number;
  /** Runs in one worker at a time; must be idempotent. */
  run: () => Promise<void>;
}

/** The scheduled jobs. */
@Injectable()
export class Schedules {
  readonly all: readonly Schedule[];

  constructor(
    sessions: SessionsService,
    replacedContacts: ReplacedContacts,
    usedLinks: UsedLinks,
    discardedFiles: DiscardedFiles,
    scans: ScanRetention,
    users: UsersService,
    notifications: Notifications,
    outbox: NotificationsRepository,
    payments: PaymentReconciler,
    securityEvents: SecurityEvents,
  ) {
    this.all = [
      { name: 'reconcile-payments', everySeconds: 30, run: () => payments.run() },
      { name: 'purge-sessions', everySeconds: HOUR_SECONDS, run: () => sessions.purgeExpired() },
      { name: 'purge-contacts', everySeconds: HOUR_SECONDS, run: () => replacedContacts.purge() },
      { name: 'purge-links', everySeconds: HOUR_SECONDS, run: () => usedLinks.purge() },
      { name: 'purge-security-events', everySeconds: HOUR_SECONDS, run: () => securityEvents.purge() },
      { name: 'remove-files', everySeconds: HOUR_SECONDS, run: () => discardedFiles.remove() },
      { name: 'purge-scans', everySeconds: HOUR_SECONDS, run: () => scans.purge() },
      { name: 'purge-notifications', everySeconds: HOUR_SECONDS, run: () => outbox.purge() },
      {
        name: 'tell-premium-endings',
        everySeconds: HOUR_SECONDS,
        run: () => notifications.tellPremiumEndings(users.listPremiumEndings(PREMIUM_ENDING_MS)),
      },
    ];
  }
}
