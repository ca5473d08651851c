import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

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
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, sealingKey(secret), iv);
  const sealed = Buffer.concat([cipher.update(successor, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** @throws Error when `sealed` was not sealed under `secret` */
export function openSuccessor(secret: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv(CIPHER, sealingKey(secret), bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}

function sealingKey(secret: string): Buffer {
  return createHmac('sha256', secret).update('carqr refresh successor').digest();
}
