import { type KeyObject, createSecretKey, hkdfSync } from 'node:crypto';
import type { Settings } from './settings.js';

const KEY_BYTES = 32;

/** The first key is current and the only one to sign with; signatures of all keys are valid. */
export type DerivedKeys = readonly [current: KeyObject, ...others: KeyObject[]];

/**
 * Derives keys for one purpose from JWT_SECRET and JWT_SECRET_PREVIOUS, so that no key is valid for another purpose.
 *
 * @param purpose a unique name; changing it invalidates everything signed before
 */
export function deriveKeys(settings: Pick<Settings, 'jwtSecret' | 'previousJwtSecret'>, purpose: string): DerivedKeys {
  const { jwtSecret, previousJwtSecret } = settings;
  const derive = (secret: string): KeyObject =>
    createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', purpose, KEY_BYTES)));
  return [derive(jwtSecret), ...(previousJwtSecret === undefined ? [] : [derive(previousJwtSecret)])];
}
