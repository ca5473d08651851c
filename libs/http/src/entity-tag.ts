import { createHash } from 'node:crypto';

/** A strong entity tag: another content has another tag. */
export function entityTagOf(content: string): string {
  return `"${createHash('sha256').update(content).digest('base64url')}"`;
}

/**
 * Whether a client has what it asks for already, so that 304 will do: RFC 9110 compares tags weakly here.
 *
 * @param ifNoneMatch the header, as it was sent
 */
export function isKnown(entityTag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((tag) => ['*', entityTag, `W/${entityTag}`].includes(tag.trim()));
}
