import { type KeyObject, createSecretKey, hkdfSync } from 'node:crypto';
import type { Settings } from './settings.js';

const KEY_BYTES = 32;

/** The current key comes first and is the only one to sign with; what any of them signed is still good. */
export type DerivedKeys = readonly [current: KeyObject, ...others: KeyObject[]];

/**
 * The keys for one purpose, out of JWT_SECRET and JWT_SECRET_PREVIOUS, so that none can stand in for another purpose's.
 *
 * @param purpose a name of its own for each use; to change it makes everything void that was signed before
 */
export function deriveKeys(settings: Pick<Settings, 'jwtSecret' | 'previousJwtSecret'>, purpose: string): DerivedKeys {
  const { jwtSecret, previousJwtSecret } = settings;
  const derive = (secret: string): KeyObject =>
    createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', purpose, KEY_BYTES)));
  return [derive(jwtSecret), ...(previousJwtSecret === undefined ? [] : [derive(previousJwtSecret)])];
}
