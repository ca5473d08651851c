import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import type { Mail } from '@app/mail';
import type { Sms } from '@app/sms';
import { AccountLinks } from './account-links.js';
import type { Content } from './content.js';
import { nameDevice } from './device-name.js';
import { formatAmount, formatDay, formatMoment, formatPhone } from './formats.js';
import { MESSAGES, type Messages, type ToldAlert, type ToldScan } from './languages/index.js';
import { renderPage } from './layout.js';
import { type Notice, type NoticeOf, URGENT_REASONS } from './notice.js';
import type { Claim } from './notifications.repository.js';
import { Payloads } from './payloads.js';
import { type Recipient, Recipients } from './recipients.js';
import { UnsubscribeLinks } from './unsubscribe-links.js';

type SimpleNotice = Exclude<Notice, { kind: 'scan-alert' | 'missed-scans' }>;
/** A message by one of the channels. */
export type Message = Mail | { sms: Sms };
/** `held` when an alert must wait until its owner confirms an address; null when nobody wants the message. */
export type Composed = Message | 'held' | null;

/** Scans that are older than this when they are told are called missed ones. */
const LATE_MS = 3_600_000;

/** Makes messages out of notices, for the recipient as they are now. */
@Injectable()
export class Composer {
  constructor(
    private readonly recipients: Recipients,
    private readonly payloads: Payloads,
    private readonly unsubscribeLinks: UnsubscribeLinks,
    private readonly accountLinks: AccountLinks,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async compose({ id, payload }: Claim): Promise<Message | null> {
    const notice = this.payloads.read(payload) as SimpleNotice;
    const recipient = 'userId' in notice ? await this.recipients.find(notice.userId) : null;
    const to = this.findAddress(notice, recipient);
    // Rendered all the same where nobody has the address: in a server that delivers itself, the time would tell.
    if (to === null && notice.kind !== 'sign-in-code') return null;
    const messages = MESSAGES[recipient?.language ?? ('language' in notice ? notice.language : 'en')];
    if (notice.kind === 'account-changed' && notice.channel === 'sms') return this.composeSms(notice, messages);
    const mail = this.render(id, to ?? '', messages, recipient, this.describe(notice, messages));
    return to === null ? null : mail;
  }

  /** One mail about everything that waits to be told of a car. */
  async composeAlerts({ id, userId }: Claim, notices: readonly NoticeOf<'scan-alert'>[]): Promise<Composed> {
    const recipient = userId === null ? null : await this.recipients.find(userId);
    if (userId === null || !recipient?.notifyByEmail) return null;
    if (!recipient.email || !recipient.alertChannels.includes('email')) return 'held';
    const messages = MESSAGES[recipient.language];
    const content = messages.scanAlert(this.describeAlert(notices, messages));
    const unsubscribeUrl = this.unsubscribeLinks.urlFor(userId);
    return this.render(id, recipient.email, messages, recipient, content, unsubscribeUrl);
  }

  /** Whether an alert for the user would be mailed now, or dropped, instead of held. */
  async canAlert(userId: string | null): Promise<boolean> {
    const recipient = userId === null ? null : await this.recipients.find(userId);
    return recipient?.emailVerified === true;
  }

  /**
   * Only codes go to addresses that nobody has confirmed, and only as long as they are good for something. One that was
   * replaced was confirmed then.
   */
  private findAddress(notice: SimpleNotice, recipient: Recipient | null): string | null {
    switch (notice.kind) {
      case 'email-code':
        return recipient && notice.expiresAt > this.clock.now() ? notice.to : null;
      case 'sign-in-code':
        return notice.expiresAt > this.clock.now() ? notice.to : null;
      case 'email-changed':
      case 'account-changed':
        return recipient && notice.to;
      case 'welcome':
      case 'premium-receipt':
      case 'premium-ending':
      case 'new-sign-in':
        return recipient?.emailVerified ? recipient.email : null;
    }
  }

  private describe(notice: SimpleNotice, messages: Messages): Content {
    const language = messages.language;
    switch (notice.kind) {
      case 'welcome':
        return messages.welcome();
      case 'email-code':
        return messages.emailCode(this.describeCode(notice));
      case 'sign-in-code':
        return messages.signInCode(this.describeCode(notice));
      case 'premium-receipt':
        return messages.premiumReceipt({
          ...notice,
          amount: formatAmount(notice.amount, notice.currency, language),
          paidAt: formatMoment(notice.paidAt, language),
          premiumUntil: notice.premiumUntil && formatDay(notice.premiumUntil, language),
          seller: this.settings.operator,
        });
      case 'premium-ending':
        return messages.premiumEnding({ endsAt: formatMoment(notice.endsAt, language) });
      case 'email-changed':
        return this.describeChange({ ...notice, change: 'email-changed' }, messages);
      case 'account-changed':
        return this.describeChange(notice, messages);
      case 'new-sign-in':
        return messages.newSignIn({
          at: formatMoment(notice.at, language),
          device: messages.device(nameDevice(notice.userAgent)),
        });
    }
  }

  private describeChange(
    { userId, change, at }: Pick<NoticeOf<'account-changed'>, 'userId' | 'change' | 'at'>,
    messages: Messages,
  ): Content {
    const lockUrl = this.accountLinks.urlOf(this.accountLinks.tokenFor({ userId, since: at, channel: 'email' }));
    return messages.accountChanged({ change, at: formatMoment(at, messages.language), lockUrl });
  }

  /** The variables are in English, as the one template is that is registered for them. */
  private composeSms({ userId, change, to, at }: NoticeOf<'account-changed'>, messages: Messages): { sms: Sms } {
    const token = this.accountLinks.tokenFor({ userId, since: at, channel: 'sms' });
    const text = messages.accountChangedSms({ change, lockUrl: this.accountLinks.urlOf(token) });
    // No variable of an Indian template may be longer than 30 characters.
    const [token1, token2] = [token.slice(0, token.length / 2), token.slice(token.length / 2)];
    return { sms: { kind: 'alert', to, text, variables: { change: MESSAGES.en.changes[change], token1, token2 } } };
  }

  private describeCode({ code, expiresAt }: { code: string; expiresAt: Date }): { code: string; minutes: number } {
    return { code, minutes: Math.max(1, Math.round((expiresAt.getTime() - this.clock.nowMs()) / 60_000)) };
  }

  /** Urgent scans come first, then the older ones. */
  private describeAlert(notices: readonly NoticeOf<'scan-alert'>[], messages: Messages): ToldAlert {
    const rank = ({ scan }: NoticeOf<'scan-alert'>): number => (URGENT_REASONS.includes(scan.reason) ? 0 : 1);
    const ordered = notices.toSorted((a, b) => rank(a) - rank(b) || a.scan.at.getTime() - b.scan.at.getTime());
    const reasons = ordered.flatMap(({ scan: { reason } }) => (reason === null || reason === 'other' ? [] : [reason]));
    const oldestPunctual = this.clock.nowMs() - LATE_MS;
    return {
      carNumber: notices.at(-1)?.scan.carNumber ?? '',
      scans: ordered.map((notice) => this.describeScan(notice, messages)),
      people: new Set(notices.map(({ scan }) => scan.scannerPhone)).size,
      reasons: [...new Set(reasons)].map((reason) => messages.reasons[reason] ?? reason),
      isLate: notices.every(({ scan }) => scan.at.getTime() < oldestPunctual),
    };
  }

  private describeScan({ scan }: NoticeOf<'scan-alert'>, messages: Messages): ToldScan {
    return {
      ...scan,
      at: formatMoment(scan.at, messages.language),
      reason: scan.reason && (messages.reasons[scan.reason] ?? scan.reason),
      phone: formatPhone(scan.scannerPhone),
      pageUrl: scan.qrCode && `${this.settings.http.publicUrl}/S/${scan.qrCode}`,
    };
  }

  private render(
    id: string,
    to: string,
    messages: Messages,
    recipient: Recipient | null,
    content: Content,
    unsubscribeUrl?: string,
  ): Mail {
    const { language, footer, unsubscribe } = messages;
    const page = {
      ...content,
      frame: { language, footer, unsubscribe },
      greeting: messages.greeting(recipient?.name ?? null),
    };
    const unsubscribing = unsubscribeUrl === undefined ? {} : { unsubscribeUrl };
    return { to, id, ...renderPage({ ...page, ...unsubscribing }), ...unsubscribing };
  }
}
