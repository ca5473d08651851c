import { Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { isId } from '@app/database';
import { NotificationKeys } from './keys.js';

/** Links that end alerts without a sign-in. They never expire: so may the mails that they stand in. */
@Injectable()
export class UnsubscribeLinks {
  constructor(
    private readonly keys: NotificationKeys,
    private readonly settings: Settings,
  ) {}

  /** The page of @app/users that asks before it does so; one POST to it does it at once (RFC 8058). */
  urlFor(userId: string): string {
    const token = `${userId}.${this.keys.sign(userId).toString('base64url')}`;
    return `${this.settings.http.publicUrl}/mail/unsubscribe?token=${token}`;
  }

  /** The user that a token stands for, or null when it is none of ours. */
  findUserId(token: string): string | null {
    const [userId = '', signature = ''] = token.split('.');
    const isOurs = isId(userId) && this.keys.isSigned(userId, Buffer.from(signature, 'base64url'));
    return isOurs ? userId : null;
  }
}
