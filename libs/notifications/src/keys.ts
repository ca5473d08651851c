import { type KeyObject, createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type DerivedKeys, Settings, deriveKeys, openSealed, seal } from '@app/config';

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
    return seal(this.sealing[0], text);
  }

  /** @throws Error when it was sealed with none of the keys */
  open(sealed: string): string {
    return openSealed(this.sealing, sealed);
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

function signWith(key: KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
