import { isId } from '@app/database';
import { normalizeTypedText } from '@app/http';

/** What a scanner holds: a code off a sticker, or the id of a car. */
export type CarReference = { code: string } | { carId: string };

const CODE = /^[A-Z0-9]{2,32}$/;
/** A proxy may have merged the two slashes of a URL that came as part of a path. */
const URL_SCHEME = /^https?:\/{1,2}/i;
const SCAN_URL_PATH = /\/s\/([^/?#]+)\/?(?:[?#].*)?$/i;

/**
 * Reads a code in any letter case, a whole scan URL, or a car id.
 *
 * Typed codes are forgiven the letters that look like digits, which no code contains. The host of a URL does not
 * matter: stickers outlive domain names.
 *
 * @returns null when the text can be none of them
 */
export function readCarReference(text: string): CarReference | null {
  const typed = normalizeTypedText(text).trim();
  const carId = typed.toLowerCase();
  if (isId(carId)) return { carId };
  const code = (URL_SCHEME.test(typed) ? SCAN_URL_PATH.exec(typed)?.[1] : typed) ?? '';
  const canonical = code.replace(/[ -]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
  return CODE.test(canonical) ? { code: canonical } : null;
}
