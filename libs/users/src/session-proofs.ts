import { AppError, CommonErrors } from '@app/http';
import type { SessionProofs } from './caller.js';

/** How long a code stays fresh. */
export const FRESH_MS = 10 * 60_000;

/** How long the two proofs open the routes for admins: a working day. */
const ADMIN_MS = 12 * 3_600_000;

/** What the holder of a session can be asked for: the names of the fields of `POST /auth/reauthenticate`. */
export type Proof = 'otp' | 'password';

const QUESTIONS: Record<Proof, string> = {
  otp: 'otp must be given again, a code for the account’s phone or confirmed e-mail address',
  password: 'password must be given again',
};

export function isProvedWithin(provedAt: Date | null, ms: number, now: Date): boolean {
  return provedAt !== null && now.getTime() - provedAt.getTime() <= ms;
}

/** Whether a code was given in the session within the last ten minutes. */
export function isFresh({ codeProvedAt }: SessionProofs, now: Date): boolean {
  return isProvedWithin(codeProvedAt, FRESH_MS, now);
}

/** @throws AppError REAUTHENTICATION_REQUIRED unless the session is fresh */
export function requireFresh(proofs: SessionProofs, now: Date): void {
  if (!isFresh(proofs, now)) throw reauthenticationRequired('otp');
}

/** @throws AppError REAUTHENTICATION_REQUIRED unless both a code and the password were given in the session within 12 hours */
export function requireAdminProofs({ codeProvedAt, passwordProvedAt }: SessionProofs, now: Date): void {
  const missing: Proof[] = [
    ...(isProvedWithin(codeProvedAt, ADMIN_MS, now) ? [] : ['otp' as const]),
    ...(isProvedWithin(passwordProvedAt, ADMIN_MS, now) ? [] : ['password' as const]),
  ];
  if (missing.length > 0) throw reauthenticationRequired(...missing);
}

/** 403 REAUTHENTICATION_REQUIRED that names the proofs to give. */
export function reauthenticationRequired(...proofs: readonly Proof[]): AppError {
  const details = proofs.map((field) => ({ field, message: QUESTIONS[field] }));
  return new AppError(CommonErrors.REAUTHENTICATION_REQUIRED, { proofs }, { details });
}
