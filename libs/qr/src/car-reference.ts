import { isId } from '@app/database';
import { normalizeTypedText } from '@app/http';

/** How a scanner refers to a car. */
export type CarReference = { code: string } | { carId: string };

const CODE = /^[A-Z0-9]{2,32}$/;
/** A proxy may have merged the two slashes of a URL that came as part of a path. */
const URL_SCHEME = /^https?:\/{1,2}/i;
const SCAN_URL_PATH = /\/s\/([^/?#]+)\/?(?:[?#].*)?$/i;

/**
 * Reads a code in any letter case, a whole scan URL, or a car id.
 *
 * Codes contain no letters that look like digits, so such letters are replaced. The host of a URL is ignored: stickers
 * outlive domain names.
 *
 * @returns null for any other text
 */
export function readCarReference(text: string): CarReference | null {
  const typed = normalizeTypedText(text).trim();
  const carId = typed.toLowerCase();
  if (isId(carId)) return { carId };
  const code = (URL_SCHEME.test(typed) ? SCAN_URL_PATH.exec(typed)?.[1] : typed) ?? '';
  const canonical = code.replace(/[ -]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
  return CODE.test(canonical) ? { code: canonical } : null;
}
