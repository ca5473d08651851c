import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { afterCommit, newId, transact } from '@app/database';
import { HeldNotifications } from './held-notifications.js';
import type { Notice } from './notice.js';
import { NotificationsRepository } from './notifications.repository.js';
import { Payloads } from './payloads.js';
import { WakeUps } from './wake-ups.js';

const BATCH_SIZE = 200;

/** What features use to tell somebody something. */
@Injectable()
export class Notifications {
  constructor(
    private readonly dataSource: DataSource,
    private readonly notifications: NotificationsRepository,
    private readonly held: HeldNotifications,
    private readonly payloads: Payloads,
    private readonly wakeUps: WakeUps,
  ) {}

  /**
   * Writes down what must be told, inside the transaction of the fact: either both happen or neither. A worker delivers it
   * soon after the commit.
   *
   * @returns false when this has been told before
   */
  async tell(manager: EntityManager, notice: Notice): Promise<boolean> {
    const id = newId();
    const isNew = await this.notifications.add(manager, {
      id,
      kind: notice.kind,
      userId: 'userId' in notice ? notice.userId : null,
      carId: 'carId' in notice ? notice.carId : null,
      onceKey: onceKeyOf(notice),
      payload: this.payloads.write(notice),
    });
    if (isNew) this.wakeAfterCommit(manager, id);
    return isNew;
  }

  /** Has a notice delivered at once when the transaction is committed. A wake-up that is lost only makes it later. */
  wakeAfterCommit(manager: EntityManager, id: string): void {
    afterCommit(manager, () => this.wakeUps.wake(id));
  }

  /** Drops the alert of a scan that the owner has dealt with, if it is held until they confirm an address. */
  async forgetHeldScan(scanId: string): Promise<void> {
    await this.held.dropByKey(scanKey(scanId));
  }

  /**
   * Empties phone and e-mail address of the scanner in the alerts of scans that are not sent yet, inside the transaction
   * that empties them in the scans.
   */
  async eraseScannerContact(manager: EntityManager, scanIds: readonly string[]): Promise<void> {
    for (const { id, payload } of await this.notifications.listUnsentByKeys(manager, scanIds.map(scanKey))) {
      const erased = this.payloads.withoutScannerContact(payload);
      await this.notifications.replacePayload(manager, id, erased);
    }
  }

  /** Tells users that their premium is about to end, each once for an expiry however often this is called. */
  async tellPremiumEndings(endings: AsyncIterable<{ userId: string; endsAt: Date }>): Promise<void> {
    let batch: Notice[] = [];
    const flush = async (): Promise<void> => {
      const notices = batch;
      batch = [];
      await transact(this.dataSource, async (manager) => {
        for (const notice of notices) await this.tell(manager, notice);
      });
    };
    for await (const { userId, endsAt } of endings) {
      batch.push({ kind: 'premium-ending', userId, endsAt });
      if (batch.length === BATCH_SIZE) await flush();
    }
    await flush();
  }
}

function scanKey(scanId: string): string {
  return `scan ${scanId}`;
}

/** What is told once only, however often it is asked for. */
function onceKeyOf(notice: Notice): string | null {
  switch (notice.kind) {
    case 'premium-receipt':
      return `receipt ${notice.orderId}`;
    case 'premium-ending':
      return `ending ${notice.userId} ${notice.endsAt.toISOString()}`;
    case 'welcome':
      return `welcome ${notice.userId}`;
    case 'scan-alert':
      return scanKey(notice.scanId);
    case 'account-changed':
      // Whoever changes something all the time must not have SMS sent all the time.
      return notice.channel === 'sms'
        ? `sms ${notice.userId} ${notice.change} ${notice.to.slice(-4)} ${notice.at.toISOString().slice(0, 13)}`
        : null;
    case 'email-code':
    case 'sign-in-code':
    case 'missed-scans':
    case 'email-changed':
    case 'new-sign-in':
      return null;
  }
}
