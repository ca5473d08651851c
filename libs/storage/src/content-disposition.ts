/**
 * The Content-Disposition that lets a browser show a file and save it under a name, in any script (RFC 6266).
 *
 * Every browser of today takes the second name where there are two, so that the first may be a poor one.
 */
export function contentDisposition(filename: string): string {
  const ascii = filename.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  if (ascii === filename) return `inline; filename="${ascii}"`;
  // What encodeURIComponent leaves alone and RFC 8187 does not allow.
  const encoded = encodeURIComponent(filename.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `inline; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
