import {
  type KeyObject,
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type DerivedKeys, Settings, deriveKeys } from '@app/config';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals one-time codes while they wait, and signs the links of mails; while keys are exchanged, others count as well. */
@Injectable()
export class NotificationKeys {
  private readonly sealing: DerivedKeys;
  private readonly signing: DerivedKeys;

  constructor(settings: Settings) {
    this.sealing = deriveKeys(settings, 'carqr notification code');
    this.signing = deriveKeys(settings, 'carqr unsubscribe link');
  }

  seal(text: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.sealing[0], iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** @throws Error when it was sealed with none of the keys */
  open(sealed: string): string {
    const text = this.sealing.map((key) => openWith(key, sealed)).find((opened) => opened !== null);
    if (text === undefined) throw new Error('It was sealed with another key.');
    return text;
  }

  sign(text: string): Buffer {
    return signWith(this.signing[0], text);
  }

  /** @param length how many bytes of the signature are used, where all are too long */
  isSigned(text: string, signature: Buffer, length?: number): boolean {
    return this.signing.some((key) => {
      const expected = signWith(key, text).subarray(0, length);
      return signature.length === expected.length && timingSafeEqual(expected, signature);
    });
  }
}

/** @returns null when it was sealed with another key, or is nothing that was ever sealed */
function openWith(key: KeyObject, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function signWith(key: KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
