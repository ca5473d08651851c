const SEGMENT = '[a-z0-9_-][a-z0-9_.-]*';
const KEY = new RegExp(`^${SEGMENT}(?:/${SEGMENT})*$`);
const MAX_KEY_LENGTH = 512;
/** The limit of common file systems. */
const MAX_SEGMENT_LENGTH = 255;

/**
 * Validates a key before anything is touched. Upper-case letters are rejected, because some file systems ignore case.
 *
 * @throws RangeError for an invalid key
 */
export function requireKey(key: string): void {
  const isKey = key.length <= MAX_KEY_LENGTH && KEY.test(key) && !key.includes('..');
  if (!isKey || key.split('/').some((segment) => segment.length > MAX_SEGMENT_LENGTH)) {
    throw new RangeError(`${JSON.stringify(key.slice(0, MAX_KEY_LENGTH))} is not a valid file key.`);
  }
}
