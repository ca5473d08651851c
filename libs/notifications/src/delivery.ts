import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '@app/clock';
import { Mailer, MailPerhapsTakenError, MailRefusedError, MailUnavailableError } from '@app/mail';
import { Metrics } from '@app/observability';
import { SmsSender, isSmsNumberInvalid, isSmsUnavailable } from '@app/sms';
import { retryDelayMs } from './backoff.js';
import { type Composed, Composer, type Message } from './composer.js';
import { HeldNotifications } from './held-notifications.js';
import { type NoticeOf, URGENT_REASONS } from './notice.js';
import { type Claim, NotificationsRepository, type Waiting } from './notifications.repository.js';
import { Payloads, UnreadableNoticeError } from './payloads.js';
import { WakeUps } from './wake-ups.js';

/** The owner of a car has at most one mail about scans in this time; what comes meanwhile is gathered. */
const ALERT_PAUSE_SECONDS = 300;
/** How soon an urgent alert is tried again while another mail to the same owner is being sent. */
const URGENT_RETRY_MS = 5000;
/** More than a mail should list; the rest waits for the next one. */
const MAX_ALERTS_IN_MAIL = 100;
/** How many of the scans before it an owner who confirms an address is told of. */
const MAX_MISSED_SCANS = 50;
const MARK_ATTEMPTS = 5;
const FIRST_MARK_PAUSE_MS = 200;
/** How often a mail is offered to servers that may have taken it each time. */
const MAX_PERHAPS_TAKEN = 3;
/** A provider that did not answer may have sent the message all the same; nobody wants it every hour. */
const MAX_SMS_ATTEMPTS = 8;
const PERHAPS_TAKEN = /^perhaps delivered (\d+):/;

/** Delivers one claimed notice, or all alerts of its car, and notes in the rows how that ended. */
@Injectable()
export class Delivery {
  private readonly logger = new Logger(Delivery.name);

  constructor(
    private readonly notifications: NotificationsRepository,
    private readonly held: HeldNotifications,
    private readonly payloads: Payloads,
    private readonly composer: Composer,
    private readonly mailer: Mailer,
    private readonly smsSender: SmsSender,
    private readonly wakeUps: WakeUps,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /** @throws Error when the rows can be neither read nor written */
  async deliver(claim: Claim): Promise<void> {
    if (claim.kind === 'missed-scans') {
      await this.releaseHeld(claim.userId);
      await this.finish([claim.id], 'sent');
    } else if (claim.carId === null) {
      await this.send(claim, [claim.id], () => this.composer.compose(claim));
    } else {
      await this.deliverAlerts(claim, claim.carId);
    }
  }

  /**
   * Tells all that is known of a car in one mail, when it is the car's turn. An urgent scan takes the turn during the
   * pause between two mails, but never while one is being sent: that mail may tell of it already.
   */
  private async deliverAlerts(claim: Claim, carId: string): Promise<void> {
    const isUrgent = this.isUrgent(claim);
    const turn = await this.notifications.takeTurn(carId, isUrgent);
    if (turn) return this.notifications.postpone(claim, isUrgent ? this.in(URGENT_RETRY_MS) : turn);
    const waiting = await this.notifications.listWaitingOf(carId, claim.id, MAX_ALERTS_IN_MAIL);
    if (!waiting.some(({ id }) => id === claim.id)) {
      // Another mail told of it before the turn was taken.
      return this.notifications.freeTurnAt(carId, this.in(ALERT_PAUSE_SECONDS * 1000));
    }
    const { ids, notices } = await this.readAlerts(claim, waiting);
    const nextTurn = await this.send(claim, ids, () => this.composer.composeAlerts(claim, notices));
    await this.notifications.freeTurnAt(carId, nextTurn);
  }

  private isUrgent({ payload }: Claim): boolean {
    try {
      return URGENT_REASONS.includes(this.payloads.readAlert(payload).scan.reason);
    } catch (error) {
      // It is put aside once it is the car's turn.
      if (error instanceof UnreadableNoticeError) return false;
      throw error;
    }
  }

  /** Keeps alerts until the owner confirms an address. */
  private async hold({ userId }: Claim, ids: readonly string[]): Promise<void> {
    await this.held.hold(ids);
    // The address may have been confirmed, and what was held released, after the recipient was read.
    if (await this.composer.canAlert(userId)) await this.releaseHeld(userId);
  }

  private async releaseHeld(userId: string | null): Promise<void> {
    const ids = userId === null ? [] : await this.held.release(userId, MAX_MISSED_SCANS);
    // One of them is enough: its mail tells of the others.
    if (ids[0] !== undefined) this.wakeUps.wake(ids[0]);
  }

  /** Reads what waits, each for itself: one that cannot be read is put aside, and keeps no other from being told. */
  private async readAlerts(
    claim: Claim,
    waiting: readonly Waiting[],
  ): Promise<{ ids: string[]; notices: NoticeOf<'scan-alert'>[] }> {
    const ids: string[] = [];
    const notices: NoticeOf<'scan-alert'>[] = [];
    for (const { id, payload } of waiting) {
      try {
        notices.push(this.payloads.readAlert(payload));
        ids.push(id);
      } catch (error) {
        if (!(error instanceof UnreadableNoticeError)) throw error;
        await this.giveUp({ ...claim, id }, [id], error.message);
      }
    }
    return { ids, notices };
  }

  /** @returns when the next mail to the same reader may be sent */
  private async send(claim: Claim, ids: readonly string[], compose: () => Promise<Composed>): Promise<Date> {
    try {
      const message = ids.length > 0 ? await compose() : null;
      if (message === 'held') {
        await this.hold(claim, ids);
        return this.clock.now();
      }
      const isSent = message !== null && (await this.carry(message));
      await this.finish(ids, isSent ? 'sent' : 'dropped');
      return isSent ? this.in(ALERT_PAUSE_SECONDS * 1000) : this.clock.now();
    } catch (error) {
      if (error instanceof MailRefusedError || error instanceof UnreadableNoticeError) {
        await this.giveUp(claim, ids, error.message);
        return this.clock.now();
      }
      if (isSmsUnavailable(error)) return this.retrySms(claim, ids, error as Error);
      if (error instanceof MailPerhapsTakenError) return this.retryPerhapsTaken(claim, ids, error);
      if (error instanceof MailUnavailableError) return this.retry(claim, error.message);
      const nextAttempt = await this.retry(claim, describe(error));
      this.logger.error('A notice could not be written.', error);
      return nextAttempt;
    }
  }

  /** @returns false when the message can't be sent at all */
  private async carry(message: Message): Promise<boolean> {
    if (!('sms' in message)) {
      await this.mailer.send(message);
      return true;
    }
    if (!this.smsSender.canSend(message.sms.kind)) return false;
    try {
      await this.smsSender.send(message.sms);
      return true;
    } catch (error) {
      if (isSmsNumberInvalid(error)) return false;
      throw error;
    }
  }

  /** @returns when the next attempt is due */
  private async retrySms(claim: Claim, ids: readonly string[], { message }: Error): Promise<Date> {
    if (claim.attempts < MAX_SMS_ATTEMPTS) return this.retry(claim, message);
    await this.giveUp(claim, ids, message);
    return this.clock.now();
  }

  /** @returns when the next attempt is due, ever later with each */
  private async retry(claim: Claim, reason: string): Promise<Date> {
    const nextAttempt = this.in(retryDelayMs(claim.attempts, Math.random()));
    await this.notifications.retryAt(claim, nextAttempt, reason);
    this.count('retried', claim, reason);
    return nextAttempt;
  }

  /** Offers again what may have been delivered, but not for ever: nobody wants the same mail every hour. */
  private async retryPerhapsTaken(claim: Claim, ids: readonly string[], error: MailPerhapsTakenError): Promise<Date> {
    const times = 1 + Number(PERHAPS_TAKEN.exec(claim.lastError ?? '')?.[1] ?? 0);
    const reason = `perhaps delivered ${times}: ${error.message}`;
    if (times >= MAX_PERHAPS_TAKEN) {
      await this.giveUp(claim, ids, reason);
      return this.clock.now();
    }
    const nextAttempt = await this.retry(claim, reason);
    // The next attempt may be another notice's of the same mail.
    await this.notifications.noteError(ids, reason);
    return nextAttempt;
  }

  /** Puts aside what can never be delivered, for support to see; a code is good for nothing by then. */
  private async giveUp(claim: Claim, ids: readonly string[], reason: string): Promise<void> {
    const isCode = claim.kind === 'email-code' || claim.kind === 'sign-in-code';
    if (isCode) await this.notifications.finish(ids, 'dropped');
    else await this.notifications.park(ids, reason);
    this.count(isCode ? 'dropped' : 'parked', claim, reason);
  }

  /** What was taken by the provider is told again if it cannot be marked so: that is worth some patience. */
  private async finish(ids: readonly string[], status: 'sent' | 'dropped'): Promise<void> {
    if (ids.length === 0) return;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.notifications.finish(ids, status);
        this.metrics.count(`notification_${status}`);
        return;
      } catch (error) {
        if (attempt === MARK_ATTEMPTS) throw error;
        await new Promise((resolve) => setTimeout(resolve, FIRST_MARK_PAUSE_MS * 2 ** attempt));
      }
    }
  }

  private count(outcome: 'dropped' | 'parked' | 'retried', { id, kind, attempts }: Claim, reason: string): void {
    this.metrics.count(`notification_${outcome}`);
    this.logger.warn(`The ${kind} notice ${id} was ${outcome} after attempt ${attempts}: ${reason}.`);
  }

  private in(ms: number): Date {
    return new Date(this.clock.nowMs() + ms);
  }
}

/** The kind of a defect, without its words, which may tell what the notice says. */
function describe(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}
