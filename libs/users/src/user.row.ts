import { readFlag, readJson, readMoment, readMomentOrNull } from '@app/database';
import { type Preferences, type User } from './user.entity.js';

/** The columns that a hot query selects by name, to be read with `readUser`. */
export const USER_COLUMNS = [
  'id',
  'phone',
  'email',
  'emailVerified',
  'emailGivenAt',
  'name',
  'plan',
  'premiumExpiryDate',
  'hasCarInfo',
  'selectedTemplate',
  'preferences',
  'role',
  'disabledAt',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof User)[];

/** A user as a raw query returns it. */
export type UserRow = Pick<User, 'id' | 'phone' | 'email' | 'name' | 'plan' | 'selectedTemplate' | 'role'> &
  Record<'emailVerified' | 'emailGivenAt' | 'premiumExpiryDate' | 'hasCarInfo' | 'preferences', unknown> &
  Record<'disabledAt' | 'createdAt' | 'updatedAt', unknown>;

export function readUser(row: UserRow): User {
  return {
    id: row.id,
    phone: row.phone,
    email: row.email,
    emailVerified: readFlag(row.emailVerified),
    emailGivenAt: readMomentOrNull(row.emailGivenAt),
    name: row.name,
    plan: row.plan,
    premiumExpiryDate: readMomentOrNull(row.premiumExpiryDate),
    hasCarInfo: readFlag(row.hasCarInfo),
    selectedTemplate: row.selectedTemplate,
    preferences: readJson<Preferences>(row.preferences),
    role: row.role,
    disabledAt: readMomentOrNull(row.disabledAt),
    createdAt: readMoment(row.createdAt),
    updatedAt: readMoment(row.updatedAt),
  };
}
