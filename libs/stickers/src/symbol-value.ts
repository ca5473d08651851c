/**
 * The URL that a sticker's symbol encodes. It is in capitals as a whole, which QR packs more tightly: scheme, host and our
 * own path may be written in any letter case. The path of a public URL that has one belongs to somebody else's server, so
 * that its case is kept.
 */
export function symbolValue(publicUrl: string, code: string): string {
  const { origin, pathname } = new URL(publicUrl);
  const prefix = pathname.replace(/\/+$/, '');
  const value = `${origin}${prefix}/S/${code}`;
  return prefix === '' ? value.toUpperCase() : value;
}
