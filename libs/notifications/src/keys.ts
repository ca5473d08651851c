import {
  type KeyObject,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Settings } from '@app/config';

const KEY_BYTES = 32;
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals one-time codes while they wait, and signs the links of mails. One key for each purpose, all out of JWT_SECRET. */
@Injectable()
export class NotificationKeys {
  private readonly sealing: KeyObject;
  private readonly signing: KeyObject;

  constructor(settings: Settings) {
    const derive = (purpose: string): KeyObject =>
      createSecretKey(Buffer.from(hkdfSync('sha256', settings.jwtSecret, '', purpose, KEY_BYTES)));
    this.sealing = derive('carqr notification code');
    this.signing = derive('carqr unsubscribe link');
  }

  seal(text: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.sealing, iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** @throws Error when it was not sealed with this key */
  open(sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv(CIPHER, this.sealing, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  }

  sign(text: string): Buffer {
    return createHmac('sha256', this.signing).update(text).digest();
  }

  isSigned(text: string, signature: Buffer): boolean {
    const expected = this.sign(text);
    return signature.length === expected.length && timingSafeEqual(expected, signature);
  }
}
