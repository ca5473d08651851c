import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import type { Mail } from '@app/mail';
import type { Content } from './content.js';
import { formatAmount, formatDay, formatMoment } from './formats.js';
import { MESSAGES, type Messages, type ToldScan } from './languages/index.js';
import { renderPage } from './layout.js';
import type { Notice, NoticeOf } from './notice.js';
import type { Claim } from './notifications.repository.js';
import { Payloads } from './payloads.js';
import { type Recipient, Recipients } from './recipients.js';
import { UnsubscribeLinks } from './unsubscribe-links.js';

type SimpleNotice = Exclude<Notice, { kind: 'scan-alert' }>;

/** Makes mails out of notices, for the recipient as they are now: null when there is nobody who wants this one. */
@Injectable()
export class Composer {
  constructor(
    private readonly recipients: Recipients,
    private readonly payloads: Payloads,
    private readonly unsubscribeLinks: UnsubscribeLinks,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async compose({ id, payload }: Claim): Promise<Mail | null> {
    const notice = this.payloads.read(payload) as SimpleNotice;
    const recipient = 'userId' in notice ? await this.recipients.find(notice.userId) : null;
    const to = this.findAddress(notice, recipient);
    // Rendered all the same where nobody has the address: in a server that delivers itself, the time would tell.
    if (to === null && notice.kind !== 'sign-in-code') return null;
    const messages = MESSAGES[recipient?.language ?? ('language' in notice ? notice.language : 'en')];
    const mail = this.render(id, to ?? '', messages, recipient, this.describe(notice, messages));
    return to === null ? null : mail;
  }

  /** One mail about everything that waits to be told of a car. */
  async composeAlerts({ id, userId }: Claim, notices: readonly NoticeOf<'scan-alert'>[]): Promise<Mail | null> {
    const recipient = userId === null ? null : await this.recipients.find(userId);
    if (userId === null || !recipient?.email || !recipient.emailVerified || !recipient.notifyByEmail) return null;
    const messages = MESSAGES[recipient.language];
    const scans = notices.map((notice) => this.describeScan(notice, messages));
    const content = messages.scanAlert({ carNumber: scans.at(-1)?.carNumber ?? '', scans });
    const unsubscribeUrl = this.unsubscribeLinks.urlFor(userId);
    return this.render(id, recipient.email, messages, recipient, content, unsubscribeUrl);
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
        });
      case 'premium-ending':
        return messages.premiumEnding({ endsAt: formatMoment(notice.endsAt, language) });
      case 'email-changed':
        return messages.emailChanged({ at: formatMoment(notice.at, language) });
      case 'new-sign-in':
        return messages.newSignIn({ at: formatMoment(notice.at, language), device: notice.userAgent });
    }
  }

  private describeCode({ code, expiresAt }: { code: string; expiresAt: Date }): { code: string; minutes: number } {
    return { code, minutes: Math.max(1, Math.round((expiresAt.getTime() - this.clock.nowMs()) / 60_000)) };
  }

  private describeScan({ scan }: NoticeOf<'scan-alert'>, messages: Messages): ToldScan {
    return {
      ...scan,
      at: formatMoment(scan.at, messages.language),
      reason: scan.reason && (messages.reasons[scan.reason] ?? scan.reason),
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
