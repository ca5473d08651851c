import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { compare, getRounds, hash } from 'bcrypt';
import { AppError, CommonErrors, Turns } from '@app/http';

/** Of bcrypt: about a quarter of a second on a thread of libuv's pool, never on the event loop. */
const COST = 12;
/** bcrypt ignores what follows the 72nd byte. */
const MAX_BCRYPT_BYTES = 72;
/** Marks a bcrypt hash of the pre-hash. Hashes without it are of the password itself, at most 72 bytes of it. */
const PREHASHED = 'hs384';
/** Public: it only makes the pre-hash differ from the plain SHA-384 hashes that other services leak. */
const PREHASH_DOMAIN = 'carqr password';

/**
 * Compared with a password where there is none, so that an account without one takes as long to refuse: well-formed and of
 * the same cost, but its digest is all zeros, which no password has.
 */
export const DECOY_HASH = `${PREHASHED}$2b$${COST}$${'.'.repeat(53)}`;

/** Half of libuv's four threads, so that file access and name look-ups still have some. */
const MAX_HASHING = 2;
const WAIT_MS = 10_000;
const RETRY_AFTER_SECONDS = 5;

/** Hashes passwords: bcrypt of a pre-hash, as decision 14 explains. Waits for a turn, and answers 503 after ten seconds. */
@Injectable()
export class PasswordHashes {
  private readonly turns = new Turns(MAX_HASHING);

  /** @throws AppError SERVICE_UNAVAILABLE */
  async hash(password: string): Promise<string> {
    return PREHASHED + (await this.inTurn(() => hash(prehash(password), COST)));
  }

  /** @throws AppError SERVICE_UNAVAILABLE */
  async isPasswordOf(kept: string, given: string): Promise<boolean> {
    if (isPrehashed(kept)) return this.inTurn(() => compare(prehash(given), bcryptOf(kept)));
    const isSame = await this.inTurn(() => compare(given, kept));
    return isSame && Buffer.byteLength(given) <= MAX_BCRYPT_BYTES;
  }

  /** Whether the password should be hashed again, now that it is known. */
  isOutdated(kept: string): boolean {
    return !isPrehashed(kept) || getRounds(bcryptOf(kept)) < COST;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const signal = AbortSignal.timeout(WAIT_MS);
    try {
      return await this.turns.run(work, signal);
    } catch (error) {
      if (error !== signal.reason) throw error;
      throw new AppError(CommonErrors.SERVICE_UNAVAILABLE, {}, { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
  }
}

/** 64 characters of ASCII, so that bcrypt sees the whole password, and never a NUL byte. */
function prehash(password: string): string {
  return createHmac('sha384', PREHASH_DOMAIN).update(password.normalize('NFKC')).digest('base64');
}

function isPrehashed(kept: string): boolean {
  return kept.startsWith(PREHASHED);
}

function bcryptOf(kept: string): string {
  return kept.slice(PREHASHED.length);
}
