import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import { transact } from '@app/database';
import { type Language, type Notice, Notifications } from '@app/notifications';
import { DEFAULT_LANGUAGE } from '@app/users';

/** Has one-time codes mailed. */
@Injectable()
export class CodeMails implements OnModuleDestroy {
  private readonly logger = new Logger(CodeMails.name);
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly notifications: Notifications,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * To an address that signs in to an account.
   *
   * @param recipient null without an account: a row is written and enqueued all the same, since the work after the answer
   *   slows the next request down and would tell a stranger of the account
   */
  mailSignInCode(recipient: { to: string; language: Language } | null, code: string): void {
    const { to, language } = recipient ?? { to: null, language: DEFAULT_LANGUAGE };
    this.tell({ kind: 'sign-in-code', to, language, code, expiresAt: this.expiry() });
  }

  /** To an address that a user must still confirm. */
  mailEmailCode(userId: string, to: string, code: string): void {
    this.tell({ kind: 'email-code', userId, to, code, expiresAt: this.expiry() });
  }

  /** Resolves when nothing is left to be written down. */
  async settle(): Promise<void> {
    await Promise.all(this.underWay);
  }

  /** What a request was promised is in the outbox before the database is closed. */
  onModuleDestroy(): Promise<void> {
    return this.settle();
  }

  /** Nobody waits for it: how long it takes would tell a stranger that there is somebody to mail a code to. */
  private tell(notice: Notice): void {
    const telling = this.writeDown(notice)
      .catch((error: unknown) => this.logger.warn('A code could not be mailed.', error))
      .finally(() => this.underWay.delete(telling));
    this.underWay.add(telling);
  }

  private async writeDown(notice: Notice): Promise<void> {
    await nextTurn();
    await transact(this.dataSource, (manager) => this.notifications.tell(manager, notice));
  }

  private expiry(): Date {
    return new Date(this.clock.nowMs() + this.settings.otp.ttlSeconds * 1000);
  }
}
