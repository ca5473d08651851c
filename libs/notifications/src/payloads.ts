import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { NotificationKeys } from './keys.js';
import type { Notice, NoticeOf } from './notice.js';

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** Fields that hold moments; JSON keeps them as text. */
const MOMENTS = new Set(['at', 'expiresAt', 'endsAt', 'paidAt', 'premiumUntil']);

/** Nobody can read what was stored: it was damaged, or a code in it was sealed with a key that is gone. */
export class UnreadableNoticeError extends Error {}

/** Notices as they are stored: as JSON, with one-time codes sealed. */
@Injectable()
export class Payloads {
  constructor(
    private readonly keys: NotificationKeys,
    private readonly clock: Clock,
  ) {}

  write(notice: Notice): string {
    return JSON.stringify('code' in notice ? { ...notice, code: this.keys.seal(notice.code) } : notice);
  }

  /**
   * The notice as it was written, save that a code which has expired stays sealed: nobody is told of it.
   *
   * @throws UnreadableNoticeError
   */
  read(payload: string): Notice {
    try {
      const notice = JSON.parse(payload, reviveMoment) as Notice;
      const isOpened = 'code' in notice && notice.expiresAt > this.clock.now();
      return isOpened ? { ...notice, code: this.keys.open(notice.code) } : notice;
    } catch {
      // What the parser says may quote what the notice says.
      throw new UnreadableNoticeError('unreadable');
    }
  }

  /** A stored alert with neither phone nor e-mail address of the scanner. What cannot be read is emptied altogether. */
  withoutScannerContact(payload: string): string {
    try {
      const alert = JSON.parse(payload) as NoticeOf<'scan-alert'>;
      return JSON.stringify({ ...alert, scan: { ...alert.scan, scannerPhone: '', scannerEmail: '' } });
    } catch {
      return '{}';
    }
  }

  /** @throws UnreadableNoticeError, also for what is no alert */
  readAlert(payload: string): NoticeOf<'scan-alert'> {
    const notice = this.read(payload) as Partial<NoticeOf<'scan-alert'>> | null;
    if (!(notice?.scan?.at instanceof Date)) throw new UnreadableNoticeError('unreadable');
    return notice as NoticeOf<'scan-alert'>;
  }
}

function reviveMoment(key: string, value: unknown): unknown {
  return MOMENTS.has(key) && typeof value === 'string' && MOMENT.test(value) ? new Date(value) : value;
}
