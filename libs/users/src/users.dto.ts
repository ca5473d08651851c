import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import {
  Email,
  EnumProperty,
  Flag,
  IdProperty,
  MomentProperty,
  OneOf,
  OneTimeCode,
  Optional,
  PhoneProperty,
  SuccessProperty,
  Text,
  TextProperty,
} from '@app/http';
import { hasPremiumAt } from './premium.js';
import { TEMPLATES, type Template } from './templates.js';
import {
  CONTACT_VISIBILITIES,
  type ContactVisibility,
  DEFAULT_LANGUAGE,
  LANGUAGES,
  type Language,
  PLANS,
  type Plan,
  ROLES,
  type Role,
  type User,
} from './user.entity.js';

/** A month after the moment of every other example. */
const EXAMPLE_PREMIUM_END = '2026-12-22T10:00:00.000Z';

export class UpdatePreferences {
  @Flag({ optional: true, description: 'I want to be told of a scan by mail.' })
  notifyByEmail?: boolean;

  @OneOf(CONTACT_VISIBILITIES, {
    enumName: 'ContactVisibility',
    optional: true,
    description: 'Which parts of my contact scanners may see.',
  })
  contactVisibility?: ContactVisibility;

  @OneOf(LANGUAGES, { enumName: 'Language', optional: true, description: 'What I am written to in.', example: 'hi' })
  language?: Language;
}

export class UpdateUser {
  @Text({ max: 100, optional: true, example: 'Asha Rao', description: 'The name scanners see; empty for none.' })
  name?: string;

  @Email({ optional: true, description: 'A changed address is unverified until its code is confirmed.' })
  email?: string;

  @OneOf(TEMPLATES, { enumName: 'Template', optional: true, example: 'classic' })
  selectedTemplate?: Template;

  @ApiProperty({ type: UpdatePreferences, required: false, description: 'Preferences that are not given stay.' })
  @Optional()
  // The check of nested objects would accept a list of them.
  @Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? 'a list' : value))
  @ValidateNested({ message: 'preferences must be an object' })
  @Type(() => UpdatePreferences)
  preferences?: UpdatePreferences;
}

export class VerifyEmail {
  @OneTimeCode({ description: 'The six digits that were mailed, as a string.' })
  code!: string;
}

/** Either spelling of the field will do. */
export class ChooseTemplate {
  @OneOf(TEMPLATES, { enumName: 'Template', optional: true, example: 'classic' })
  templateId?: Template;

  @OneOf(TEMPLATES, { enumName: 'Template', optional: true, example: 'classic', deprecated: true })
  selectedTemplate?: Template;
}

export class PreferencesResponse {
  @ApiProperty({ description: 'Scans are told by mail.' })
  notifyByEmail!: boolean;

  @EnumProperty({
    enum: CONTACT_VISIBILITIES,
    enumName: 'ContactVisibility',
    description: 'Which parts of the contact scanners may see once the gate is open.',
  })
  contactVisibility!: ContactVisibility;

  @EnumProperty({ enum: LANGUAGES, enumName: 'Language', description: 'What mails are written in.' })
  language!: Language;
}

export class UserResponse {
  @IdProperty({ description: 'The account.' })
  id!: string;

  @ApiProperty({
    type: String,
    format: 'email',
    nullable: true,
    description: 'In lower case; null when none was given.',
    example: 'asha@example.com',
  })
  email!: string | null;

  @ApiProperty({ description: 'The code mailed to the address has been confirmed.' })
  emailVerified!: boolean;

  @PhoneProperty({ description: 'What the account is signed in to with, in E.164.' })
  phone!: string;

  @TextProperty({ max: 100, nullable: true, description: 'The name that scanners see.', example: 'Asha Rao' })
  name!: string | null;

  @ApiProperty({ description: 'Premium is active at this moment.' })
  isPremium!: boolean;

  @EnumProperty({
    enum: PLANS,
    enumName: 'Plan',
    description: '`premium` while premium is active.',
    example: 'premium',
  })
  plan!: Plan;

  @ApiProperty({ description: 'A car has been described.' })
  hasCarInfo!: boolean;

  @EnumProperty({
    enum: TEMPLATES,
    enumName: 'Template',
    description: 'What a sticker and the page that it opens look like.',
  })
  selectedTemplate!: Template;

  @MomentProperty({
    nullable: true,
    description: 'When premium ends or ended; null while premium is lifetime, and when there was none.',
    example: EXAMPLE_PREMIUM_END,
  })
  premiumExpiryDate!: string | null;

  @ApiProperty({ type: PreferencesResponse })
  preferences!: PreferencesResponse;

  @EnumProperty({ enum: ROLES, enumName: 'Role', description: 'What the account may do.' })
  role!: Role;

  @MomentProperty({ description: 'When the account was made.' })
  createdAt!: string;

  @MomentProperty({ description: 'When the account last changed.' })
  updatedAt!: string;
}

export class UserEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: UserResponse })
  user!: UserResponse;
}

/** What a user sees of their own account at a moment. */
export function toUserResponse(user: User, moment: Date): UserResponse {
  const isPremium = hasPremiumAt(user, moment);
  const { notifyByEmail, contactVisibility, language = DEFAULT_LANGUAGE } = user.preferences;
  return {
    id: user.id,
    email: user.email,
    emailVerified: user.emailVerified,
    phone: user.phone,
    name: user.name,
    isPremium,
    plan: isPremium ? 'premium' : 'basic',
    hasCarInfo: user.hasCarInfo,
    selectedTemplate: user.selectedTemplate,
    premiumExpiryDate: user.premiumExpiryDate?.toISOString() ?? null,
    preferences: { notifyByEmail, contactVisibility, language },
    role: user.role,
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
  };
}
