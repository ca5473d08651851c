import { ApiProperty } from '@nestjs/swagger';
import {
  Email,
  Flag,
  IdProperty,
  IntegerProperty,
  MomentProperty,
  Phone,
  PhoneProperty,
  SuccessProperty,
  Text,
  TextProperty,
} from '@app/http';
import { PLANS, type Plan, ROLES, type Role, type User, hasPremiumAt } from '@app/users';
import { maskEmail, maskPhone } from './masked-contact.js';

const MAX_REASON_LENGTH = 500;
/** The dots that hide it may be more than what they hide. */
const MAX_MASKED_EMAIL_LENGTH = 260;

/** In a body rather than in an address, which every server on the way would write down. */
export class FindAccount {
  @Phone({ optional: true, description: 'Of the account, in any usual spelling.', example: '9876543210' })
  phone?: string;

  @Email({ optional: true, description: 'Of the account; not looked at beside a phone.' })
  email?: string;
}

export class ChangeAccount {
  @Flag({ description: 'true ends every session, refuses sign-ins and takes the codes of the car out of sight.' })
  disabled!: boolean;

  @Text({
    min: 1,
    max: MAX_REASON_LENGTH,
    description: 'Why, for the record; it should name nobody.',
    example: 'Harasses owners; ticket 4711.',
  })
  reason!: string;
}

export class EndSessions {
  @Text({
    min: 1,
    max: MAX_REASON_LENGTH,
    description: 'Why, for the record; it should name nobody.',
    example: 'The phone was stolen; ticket 4712.',
  })
  reason!: string;
}

/** An account as support sees it: nobody is reached through it. */
export class AccountResponse {
  @IdProperty({ description: 'The account.' })
  id!: string;

  @PhoneProperty({ description: 'Masked.', example: '+91•••••3210' })
  phone!: string;

  @TextProperty({
    max: MAX_MASKED_EMAIL_LENGTH,
    nullable: true,
    description: 'Masked.',
    example: 'a•••••@example.com',
  })
  email!: string | null;

  @ApiProperty({ description: 'The code mailed to the address has been confirmed.' })
  emailVerified!: boolean;

  @ApiProperty({ description: 'Premium is active at this moment.' })
  isPremium!: boolean;

  @ApiProperty({ enum: PLANS, enumName: 'Plan', example: 'premium' })
  plan!: Plan;

  @MomentProperty({
    nullable: true,
    description: 'When premium ends or ended; null while premium is lifetime, and when there was none.',
    example: '2026-12-22T10:00:00.000Z',
  })
  premiumExpiryDate!: string | null;

  @ApiProperty({ description: 'A car has been described.' })
  hasCarInfo!: boolean;

  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  role!: Role;

  @IntegerProperty({ description: 'How many devices are signed in.', example: 2 })
  sessionCount!: number;

  @MomentProperty({ nullable: true, description: 'When it was disabled; null while enabled.', example: null })
  disabledAt!: string | null;

  @MomentProperty({ description: 'When the account was made.' })
  createdAt!: string;

  @MomentProperty({ description: 'When the account last changed.' })
  updatedAt!: string;
}

export class AccountEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: AccountResponse })
  account!: AccountResponse;
}

/** What an admin sees of an account at a moment. */
export function toAccountResponse(user: User, sessionCount: number, moment: Date): AccountResponse {
  const isPremium = hasPremiumAt(user, moment);
  return {
    id: user.id,
    phone: maskPhone(user.phone),
    email: user.email && maskEmail(user.email),
    emailVerified: user.emailVerified,
    isPremium,
    plan: isPremium ? 'premium' : 'basic',
    premiumExpiryDate: user.premiumExpiryDate?.toISOString() ?? null,
    hasCarInfo: user.hasCarInfo,
    role: user.role,
    sessionCount,
    disabledAt: user.disabledAt?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
  };
}
