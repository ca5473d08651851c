import { type KeyObject, createHmac } from 'node:crypto';
import { type DerivedKeys, type Settings, deriveKeys } from '@app/config';

/** Half of SHA-256 avoids collisions and keeps keys short. */
const DIGEST_BYTES = 16;

/** Matches E.164 numbers and e-mail addresses; ids, codes and schedule names have neither sign. */
const PERSONAL = /[+@]/;

/**
 * Key names in Redis: phones, e-mail and IP addresses become keyed hashes, since key names appear in backups, slow logs
 * and `SCAN`. Callers use plain keys.
 *
 * The part before the first colon is the kind of a key; it stays readable, as in `otp:q3vX...`.
 */
export class KeyNames {
  private readonly hashKeys: DerivedKeys;

  constructor(settings: Pick<Settings, 'jwtSecret' | 'previousJwtSecret'>) {
    this.hashKeys = deriveKeys(settings, 'carqr names of keys in Redis');
  }

  /**
   * The names that a key may have: the first is for writing, the others are for instances with another JWT_SECRET during
   * a rotation.
   */
  of(key: string): readonly [string, ...string[]] {
    if (!PERSONAL.test(key)) return [key];
    const [current, ...others] = this.hashKeys;
    return [hide(key, current), ...others.map((other) => hide(key, other))];
  }

  /** The subject of a rate limit, which may be an IP address. During a rotation each secret has counts of its own. */
  ofSubject(subject: string): string {
    return hide(subject, this.hashKeys[0]);
  }
}

function hide(text: string, key: KeyObject): string {
  const kind = text.slice(0, text.indexOf(':') + 1);
  return `${kind}${createHmac('sha256', key).update(text).digest().toString('base64url', 0, DIGEST_BYTES)}`;
}
