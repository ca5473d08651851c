/**
 * The URL that a sticker's symbol encodes. Only the code is in capitals: the camera apps of widespread phones take an
 * upper-case scheme for plain text.
 */
export function symbolValue(publicUrl: string, code: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/s/${code}`;
}

/**
 * What stickers of the first two drawings encode: a URL in capitals, unless the public URL has a path. Their files are
 * kept, and `qrValue` has to match them.
 */
export function capitalSymbolValue(publicUrl: string, code: string): string {
  const { origin, pathname } = new URL(publicUrl);
  const prefix = pathname.replace(/\/+$/, '');
  const value = `${origin}${prefix}/S/${code}`;
  return prefix === '' ? value.toUpperCase() : value;
}
