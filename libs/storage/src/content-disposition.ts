/**
 * The Content-Disposition to show a file and save it under a name in any script (RFC 6266).
 *
 * Current browsers prefer `filename*`; the ASCII name is only a fallback.
 */
export function contentDisposition(filename: string): string {
  const ascii = filename.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  if (ascii === filename) return `inline; filename="${ascii}"`;
  // encodeURIComponent keeps these characters, but RFC 8187 does not allow them.
  const encoded = encodeURIComponent(filename.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `inline; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
