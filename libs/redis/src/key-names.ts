import { type KeyObject, createHmac } from 'node:crypto';
import { type DerivedKeys, type Settings, deriveKeys } from '@app/config';

/** Half of SHA-256 is enough to tell names apart, and keeps keys short. */
const DIGEST_BYTES = 16;

/** How E.164 numbers begin, and what every e-mail address holds. Ids, codes and names of schedules have neither. */
const PERSONAL = /[+@]/;

/**
 * What keys are called in Redis: phones, e-mail and IP addresses become keyed hashes, since names of keys show up in
 * backups, slow logs and `SCAN`. Callers keep on using plain keys.
 *
 * The part before the first colon is the kind of a key; it stays readable, as in `otp:q3vX...`.
 */
export class KeyNames {
  private readonly hashKeys: DerivedKeys;

  constructor(settings: Pick<Settings, 'jwtSecret' | 'previousJwtSecret'>) {
    this.hashKeys = deriveKeys(settings, 'carqr names of keys in Redis');
  }

  /**
   * The names that a key may have. The first one is for writing; the others are those that an instance gives it which
   * has another JWT_SECRET while secrets are being exchanged.
   */
  of(key: string): readonly [string, ...string[]] {
    if (!PERSONAL.test(key)) return [key];
    const [current, ...others] = this.hashKeys;
    return [hide(key, current), ...others.map((other) => hide(key, other))];
  }

  /** Whoever is limited, an IP address included. While secrets are being exchanged each of the two counts by itself. */
  ofSubject(subject: string): string {
    return hide(subject, this.hashKeys[0]);
  }
}

function hide(text: string, key: KeyObject): string {
  const kind = text.slice(0, text.indexOf(':') + 1);
  return `${kind}${createHmac('sha256', key).update(text).digest().toString('base64url', 0, DIGEST_BYTES)}`;
}
