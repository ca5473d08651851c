import type { AlertChannel } from '@app/notifications';
import type { User } from './user.entity.js';

/** The channels that reach a user with alerts about scans, as the account is now; none if they can't be alerted. */
export function alertChannelsOf({
  email,
  emailVerified,
  preferences,
}: Pick<User, 'email' | 'emailVerified' | 'preferences'>): AlertChannel[] {
  return email !== null && emailVerified && preferences.notifyByEmail ? ['email'] : [];
}
