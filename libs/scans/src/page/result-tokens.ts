import { type KeyObject, createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type DerivedKeys, Settings, deriveKeys } from '@app/config';
import { isId } from '@app/database';

/** How long the page that shows a contact stays good. */
export const RESULT_SECONDS = 24 * 3600;

/** What a result page is about. */
export interface Result {
  scanId: string;
  /** The owner could be alerted when the form was sent. */
  wasAlerted: boolean;
}

const ID_BYTES = 16;
const SIGNATURE_BYTES = 32;
const ALERTED = 1;
const NOT_ALERTED = 0;

/**
 * Tokens that stand for a scan in the address of its result page. They carry a signature of 256 bits, so that nobody can
 * guess one; nothing is stored for them. They expire with the scan's age, which the page checks.
 */
@Injectable()
export class ResultTokens {
  private readonly keys: DerivedKeys;

  constructor(settings: Settings) {
    this.keys = deriveKeys(settings, 'carqr scan result');
  }

  write({ scanId, wasAlerted }: Result): string {
    const id = Buffer.from(scanId.replaceAll('-', ''), 'hex');
    const subject = Buffer.concat([id, Buffer.of(wasAlerted ? ALERTED : NOT_ALERTED)]);
    return Buffer.concat([subject, sign(this.keys[0], subject)]).toString('base64url');
  }

  /** @returns null when we never wrote it */
  read(token: string): Result | null {
    const bytes = Buffer.from(token, 'base64url');
    const subject = bytes.subarray(0, ID_BYTES + 1);
    const signature = bytes.subarray(ID_BYTES + 1);
    const isOurs =
      signature.length === SIGNATURE_BYTES && this.keys.some((key) => timingSafeEqual(sign(key, subject), signature));
    if (!isOurs) return null;
    const scanId = subject.toString('hex', 0, ID_BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    return isId(scanId) ? { scanId, wasAlerted: subject[ID_BYTES] === ALERTED } : null;
  }
}

function sign(key: KeyObject, subject: Buffer): Buffer {
  return createHmac('sha256', key).update(subject).digest();
}
