import { isEmailAddress } from '@app/http';
import type { User } from '@app/users';

/**
 * The address of a signed-in scanner, as it may be shown to an owner.
 *
 * @returns null also for an address stored by version 1.0 that would be refused today, such as one with line breaks
 */
export function scannerEmailOf({ email }: User): string | null {
  return email !== null && isEmailAddress(email) ? email : null;
}
