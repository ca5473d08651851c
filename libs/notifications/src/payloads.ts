import { Injectable } from '@nestjs/common';
import { NotificationKeys } from './keys.js';
import type { Notice } from './notice.js';

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** Fields that hold moments; JSON keeps them as text. */
const MOMENTS = new Set(['at', 'expiresAt', 'endsAt', 'paidAt', 'premiumUntil']);

/** Notices as they are stored: as JSON, with one-time codes sealed. */
@Injectable()
export class Payloads {
  constructor(private readonly keys: NotificationKeys) {}

  write(notice: Notice): string {
    return JSON.stringify('code' in notice ? { ...notice, code: this.keys.seal(notice.code) } : notice);
  }

  /** @throws Error when a code was sealed with another key */
  read(payload: string): Notice {
    const notice = JSON.parse(payload, reviveMoment) as Notice;
    return 'code' in notice ? { ...notice, code: this.keys.open(notice.code) } : notice;
  }
}

function reviveMoment(key: string, value: unknown): unknown {
  return MOMENTS.has(key) && typeof value === 'string' && MOMENT.test(value) ? new Date(value) : value;
}
