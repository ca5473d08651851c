import type { User } from './user.entity.js';

/** What a user's row says of premium; a premium plan without an expiry never ends. */
export type Premium = Pick<User, 'plan' | 'premiumExpiryDate'>;

/**
 * Whether a user has premium at a moment. Nothing sweeps expired plans: the expiry itself decides, to the millisecond.
 *
 * @param user a premium plan without an expiry never ends
 */
export function hasPremiumAt(user: Premium, moment: Date): boolean {
  return user.plan === 'premium' && (user.premiumExpiryDate === null || user.premiumExpiryDate > moment);
}
