const SEGMENT = '[a-z0-9_-][a-z0-9_.-]*';
const KEY = new RegExp(`^${SEGMENT}(?:/${SEGMENT})*$`);
const MAX_KEY_LENGTH = 512;
/** What file systems allow of a name. */
const MAX_SEGMENT_LENGTH = 255;

/**
 * Makes sure of a key before anything is touched. Capital letters are refused because some file systems do not tell
 * them from small ones.
 *
 * @throws RangeError for a key that this server would not have made
 */
export function requireKey(key: string): void {
  const isKey = key.length <= MAX_KEY_LENGTH && KEY.test(key) && !key.includes('..');
  if (!isKey || key.split('/').some((segment) => segment.length > MAX_SEGMENT_LENGTH)) {
    throw new RangeError(`${JSON.stringify(key.slice(0, MAX_KEY_LENGTH))} is no key of a file.`);
  }
}
