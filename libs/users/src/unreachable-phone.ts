import { randomInt } from 'node:crypto';

const PREFIX = '+00';
const DIGITS = 16;

/**
 * Takes the place of a number that an account must lose before it has another one. No country code begins with 0, so
 * nobody can be sent a code to it.
 */
export function unreachablePhone(): string {
  return `${PREFIX}${Array.from({ length: DIGITS }, () => randomInt(10)).join('')}`;
}

export function isUnreachablePhone(phone: string): boolean {
  return phone.startsWith(PREFIX);
}
