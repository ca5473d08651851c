import { createHash, createHmac, randomBytes } from 'node:crypto';
import { openSealed, seal } from '@app/config';

const TOKEN_BYTES = 32;

/** @returns 256 random bits as text */
export function newRefreshSecret(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What is stored in place of a token; the token's own randomness makes a salt needless. */
export function hashRefreshSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Encrypts a token's successor under the token itself, which is stored nowhere. */
export function sealSuccessor(secret: string, successor: string): string {
  return seal(sealingKey(secret), successor);
}

/** @throws Error when `sealed` was not sealed under `secret` */
export function openSuccessor(secret: string, sealed: string): string {
  return openSealed([sealingKey(secret)], sealed);
}

function sealingKey(secret: string): Buffer {
  return createHmac('sha256', secret).update('carqr refresh successor').digest();
}
