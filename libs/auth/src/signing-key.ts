import { type KeyObject, createHmac, timingSafeEqual } from 'node:crypto';
import type { DerivedKeys } from '@app/config';

/**
 * The key that a JWT was signed with by HS256. Tokens do not name their key, so while two are good both are tried.
 *
 * @returns the current key when it was none of ours: the token is refused with it
 */
export function findSigningKey(token: string, keys: DerivedKeys): KeyObject {
  const [current, ...others] = keys;
  if (others.length === 0) return current;
  const end = token.lastIndexOf('.');
  const content = token.slice(0, Math.max(end, 0));
  const signature = Buffer.from(token.slice(end + 1), 'base64url');
  const isSignedBy = (key: KeyObject): boolean => {
    const expected = createHmac('sha256', key).update(content).digest();
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  };
  return others.find(isSignedBy) ?? current;
}
