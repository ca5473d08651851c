import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '@app/clock';
import { type Mail, Mailer, MailPerhapsTakenError, MailRefusedError, MailUnavailableError } from '@app/mail';
import { Metrics } from '@app/observability';
import { retryDelayMs } from './backoff.js';
import { Composer } from './composer.js';
import type { NoticeOf } from './notice.js';
import { type Claim, NotificationsRepository, type Waiting } from './notifications.repository.js';
import { ParkedNotifications } from './parked-notifications.js';
import { Payloads, UnreadableNoticeError } from './payloads.js';
import { WakeUps } from './wake-ups.js';

/** How often a worker looks for what no wake-up has told it of. */
const SWEEP_MS = 5000;
const SWEEP_BATCH = 50;
const CONCURRENCY = 10;
/** The owner of a car has at most one mail about scans in this time; what comes meanwhile is gathered. */
export const ALERT_PAUSE_SECONDS = 300;
/** More than a mail should list; the rest waits for the next one. */
const MAX_ALERTS_IN_MAIL = 100;
const MARK_ATTEMPTS = 5;
const FIRST_MARK_PAUSE_MS = 200;
/** How often a mail is offered to servers that may have taken it each time. */
const MAX_PERHAPS_TAKEN = 3;
const PERHAPS_TAKEN = /^perhaps delivered (\d+):/;

/**
 * Delivers what the outbox holds. The rows decide everything: a claim keeps other workers away, a failure sets the next
 * attempt, and what a killed worker left behind is due again when its claim ends.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Relay.name);
  private readonly underWay = new Set<Promise<void>>();
  private timer?: NodeJS.Timeout;
  private sweeping: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(
    private readonly notifications: NotificationsRepository,
    private readonly payloads: Payloads,
    private readonly composer: Composer,
    private readonly mailer: Mailer,
    private readonly wakeUps: WakeUps,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    parked: ParkedNotifications,
  ) {
    metrics.gauge(
      'notifications_outbox',
      'Notices that wait or are parked, and how long the oldest is overdue.',
      async () => ({
        ...(await parked.count()),
      }),
    );
  }

  onApplicationBootstrap(): void {
    this.wakeUps.listen((id) => this.deliverWoken(id));
    this.timer = setInterval(() => this.startSweep(), SWEEP_MS).unref();
    this.startSweep();
  }

  /** Begins nothing more and waits for what is under way. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.wakeUps.stop();
    await this.settle();
  }

  /**
   * Delivers all that is due now, as long as that can be claimed: what stays due would be listed again and again.
   *
   * @throws Error when the outbox can be neither read nor written
   */
  async deliverDue(): Promise<void> {
    let claimed: number;
    do {
      claimed = 0;
      const ids = this.isStopping ? [] : await this.notifications.listDue(SWEEP_BATCH);
      const rest = ids.values();
      await Promise.all(
        Array.from({ length: CONCURRENCY }, async () => {
          for (const id of rest) if (await this.deliver(id)) claimed += 1;
        }),
      );
    } while (claimed > 0);
  }

  /** Resolves when nothing is under way in this process. */
  async settle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
    await this.sweeping;
  }

  private startSweep(): void {
    // A sweep that is still busy sees to what came meanwhile, too.
    this.sweeping = this.sweeping
      .then(() => this.deliverDue())
      .catch((error: unknown) => this.logger.warn('The outbox cannot be read or written now.', error));
  }

  /** A notice that could not be claimed is found by the next sweep. */
  private async deliverWoken(id: string): Promise<void> {
    await this.deliver(id).catch((error: unknown) => this.logger.warn('A notice cannot be claimed now.', error));
  }

  /** @returns whether the notice was ours to deal with; how that ended is noted in its row */
  private async deliver(id: string): Promise<boolean> {
    if (this.isStopping) return false;
    const delivery = this.attempt(id);
    const end = delivery.then(
      () => undefined,
      () => undefined,
    );
    this.underWay.add(end);
    return delivery.finally(() => this.underWay.delete(end));
  }

  /** Fails only when nothing could be claimed: a claim that could not be dealt with ends by itself. */
  private async attempt(id: string): Promise<boolean> {
    const claim = await this.notifications.claim(id);
    if (!claim) return false;
    try {
      await (claim.carId === null ? this.deliverOne(claim) : this.deliverAlerts(claim, claim.carId));
    } catch (error) {
      this.logger.error('A notice could not be dealt with now.', error);
    }
    return true;
  }

  private async deliverOne(claim: Claim): Promise<void> {
    await this.send(claim, [claim.id], () => this.composer.compose(claim));
  }

  /** Tells all that is known of a car in one mail, when it is the car's turn. */
  private async deliverAlerts(claim: Claim, carId: string): Promise<void> {
    const turn = await this.notifications.takeTurn(carId);
    if (turn) return this.notifications.postpone(claim, turn);
    const waiting = await this.notifications.listWaitingOf(carId, MAX_ALERTS_IN_MAIL);
    const { ids, notices } = await this.readAlerts(claim, waiting);
    const nextTurn = await this.send(claim, ids, () => this.composer.composeAlerts(claim, notices));
    await this.notifications.freeTurnAt(carId, nextTurn);
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
  private async send(claim: Claim, ids: readonly string[], compose: () => Promise<Mail | null>): Promise<Date> {
    try {
      const mail = ids.length > 0 ? await compose() : null;
      if (mail) await this.mailer.send(mail);
      await this.finish(ids, mail ? 'sent' : 'dropped');
      return mail ? this.in(ALERT_PAUSE_SECONDS * 1000) : this.clock.now();
    } catch (error) {
      if (error instanceof MailRefusedError || error instanceof UnreadableNoticeError) {
        await this.giveUp(claim, ids, error.message);
        return this.clock.now();
      }
      if (error instanceof MailPerhapsTakenError) return this.retryPerhapsTaken(claim, ids, error);
      if (error instanceof MailUnavailableError) return this.retry(claim, error.message);
      const nextAttempt = await this.retry(claim, describe(error));
      this.logger.error('A notice could not be written.', error);
      return nextAttempt;
    }
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
