import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import { NotificationKeys } from './keys.js';
import type { Channel } from './notice.js';

/** How long the link of a message works. */
export const ACCOUNT_LINK_SECONDS = 7 * 86_400;
const ID_BYTES = 16;
const MOMENT_BYTES = 4;
const SIGNED_BYTES = ID_BYTES + MOMENT_BYTES;
const SIGNATURE_BYTES = 16;
const TOKEN = /^[\w-]{48}$/;

const CHANNELS: readonly Channel[] = ['sms', 'email'];
/**
 * What is signed, not to be mistaken for what else is signed with these keys. Tokens that were mailed before there was a
 * text for mail count as sent by SMS, which restores less.
 */
const TEXTS: Record<Channel, (signed: Buffer) => string> = {
  sms: (signed) => `account link ${signed.toString('hex')}`,
  email: (signed) => `mailed account link ${signed.toString('hex')}`,
};

/** Whose account a link protects, the moment of the change that it was sent for, and what it was sent by. */
export interface AccountLink {
  userId: string;
  since: Date;
  channel: Channel;
}

/**
 * Links to the page that takes an account back without a sign-in. The token is binary and its signature has 128 bits,
 * because it must fit an SMS. The channel takes no room in it: tokens of each are signed as a text of their own.
 */
@Injectable()
export class AccountLinks {
  constructor(
    private readonly keys: NotificationKeys,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  tokenFor({ userId, since, channel }: AccountLink): string {
    const signed = Buffer.alloc(SIGNED_BYTES);
    signed.write(userId.replaceAll('-', ''), 'hex');
    signed.writeUInt32BE(Math.floor(since.getTime() / 1000), ID_BYTES);
    const signature = this.keys.sign(TEXTS[channel](signed)).subarray(0, SIGNATURE_BYTES);
    return Buffer.concat([signed, signature]).toString('base64url');
  }

  /** The changing part follows a question mark: Indian operators let a link through only if its fixed part ends so. */
  urlOf(token: string): string {
    return `${this.settings.http.publicUrl}/lock?${token}`;
  }

  /** @returns null when it has expired or was not made here */
  read(token: string): AccountLink | null {
    if (!TOKEN.test(token)) return null;
    const bytes = Buffer.from(token, 'base64url');
    const signed = bytes.subarray(0, SIGNED_BYTES);
    const seconds = signed.readUInt32BE(ID_BYTES);
    const channel = CHANNELS.find((name) =>
      this.keys.isSigned(TEXTS[name](signed), bytes.subarray(SIGNED_BYTES), SIGNATURE_BYTES),
    );
    if (!channel || this.clock.nowMs() >= (seconds + ACCOUNT_LINK_SECONDS) * 1000) return null;
    const userId = signed.toString('hex', 0, ID_BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    return { userId, since: new Date(seconds * 1000), channel };
  }
}
