import type { User } from './user.entity.js';

/**
 * Whether a user has premium at a moment. Nothing sweeps expired plans: the expiry itself decides, to the millisecond.
 *
 * @param user a premium plan without an expiry never ends
 */
export function hasPremiumAt(user: Pick<User, 'plan' | 'premiumExpiryDate'>, moment: Date): boolean {
  return user.plan === 'premium' && (user.premiumExpiryDate === null || user.premiumExpiryDate > moment);
}
