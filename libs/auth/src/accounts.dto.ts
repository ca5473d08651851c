import { ApiProperty } from '@nestjs/swagger';
import { Email, Flag, Phone, SuccessProperty, Text } from '@app/http';
import { PLANS, type Plan, ROLES, type Role, type User, hasPremiumAt } from '@app/users';
import { maskEmail, maskPhone } from './masked-contact.js';

const MAX_REASON_LENGTH = 500;

/** In a body rather than in an address, which every server on the way would write down. */
export class FindAccount {
  @Phone({ optional: true, example: '9876543210' })
  phone?: string;

  @Email({ optional: true })
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

/** An account as support sees it: nobody is reached through it. */
export class AccountResponse {
  @ApiProperty({ example: '01938a5e-7c11-7abc-8def-012345678901' })
  id!: string;

  @ApiProperty({ description: 'Masked.', example: '+91•••••3210' })
  phone!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Masked.', example: 'a•••••@example.com' })
  email!: string | null;

  @ApiProperty()
  emailVerified!: boolean;

  @ApiProperty({ description: 'Premium is active at this moment.' })
  isPremium!: boolean;

  @ApiProperty({ enum: PLANS, enumName: 'Plan' })
  plan!: Plan;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  premiumExpiryDate!: string | null;

  @ApiProperty({ description: 'A car has been described.' })
  hasCarInfo!: boolean;

  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  role!: Role;

  @ApiProperty({ type: 'integer', description: 'How many devices are signed in.', example: 2 })
  sessionCount!: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null while enabled.', example: null })
  disabledAt!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
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
