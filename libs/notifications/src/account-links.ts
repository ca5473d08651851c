import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import { NotificationKeys } from './keys.js';

/** How long the link of a message works. */
const GOOD_SECONDS = 7 * 86_400;
const ID_BYTES = 16;
const MOMENT_BYTES = 4;
const SIGNED_BYTES = ID_BYTES + MOMENT_BYTES;
const SIGNATURE_BYTES = 16;
const TOKEN = /^[\w-]{48}$/;

/** Whose account a link protects, and the moment of the change that it was sent for. */
export interface AccountLink {
  userId: string;
  since: Date;
}

/**
 * Links to the page that ends all sessions without a sign-in. The token is binary and its signature has 128 bits, because
 * it must fit an SMS.
 */
@Injectable()
export class AccountLinks {
  constructor(
    private readonly keys: NotificationKeys,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  tokenFor({ userId, since }: AccountLink): string {
    const signed = Buffer.alloc(SIGNED_BYTES);
    signed.write(userId.replaceAll('-', ''), 'hex');
    signed.writeUInt32BE(Math.floor(since.getTime() / 1000), ID_BYTES);
    return Buffer.concat([signed, this.keys.sign(textOf(signed)).subarray(0, SIGNATURE_BYTES)]).toString('base64url');
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
    const isOurs = this.keys.isSigned(textOf(signed), bytes.subarray(SIGNED_BYTES), SIGNATURE_BYTES);
    if (!isOurs || this.clock.nowMs() >= (seconds + GOOD_SECONDS) * 1000) return null;
    const userId = signed.toString('hex', 0, ID_BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    return { userId, since: new Date(seconds * 1000) };
  }
}

/** Not to be mistaken for what else is signed with these keys. */
function textOf(signed: Buffer): string {
  return `account link ${signed.toString('hex')}`;
}
