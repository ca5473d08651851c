import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { Email, Flag, OneOf, Optional, SuccessProperty, Text } from '@app/http';
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

  @OneOf(TEMPLATES, { enumName: 'Template', optional: true })
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
  @Text({ min: 1, max: 20, description: 'The six digits that were mailed, as a string.', example: '042917' })
  code!: string;
}

/** Either spelling of the field will do. */
export class ChooseTemplate {
  @OneOf(TEMPLATES, { enumName: 'Template', optional: true, example: 'classic' })
  templateId?: Template;

  @OneOf(TEMPLATES, { enumName: 'Template', optional: true, example: 'classic' })
  selectedTemplate?: Template;
}

export class PreferencesResponse {
  @ApiProperty({ description: 'Scans are told by mail.' })
  notifyByEmail!: boolean;

  @ApiProperty({ enum: CONTACT_VISIBILITIES, enumName: 'ContactVisibility' })
  contactVisibility!: ContactVisibility;

  @ApiProperty({ enum: LANGUAGES, enumName: 'Language', description: 'What mails are written in.' })
  language!: Language;
}

export class UserResponse {
  @ApiProperty({ example: '01938a5e-7c11-7abc-8def-012345678901' })
  id!: string;

  @ApiProperty({ type: String, format: 'email', nullable: true, example: 'asha@example.com' })
  email!: string | null;

  @ApiProperty({ description: 'The code mailed to the address has been confirmed.' })
  emailVerified!: boolean;

  @ApiProperty({ description: 'E.164.', example: '+919876543210' })
  phone!: string;

  @ApiProperty({ type: String, nullable: true, example: 'Asha Rao' })
  name!: string | null;

  @ApiProperty({ description: 'Premium is active at this moment.' })
  isPremium!: boolean;

  @ApiProperty({ enum: PLANS, enumName: 'Plan' })
  plan!: Plan;

  @ApiProperty({ description: 'A car has been described.' })
  hasCarInfo!: boolean;

  @ApiProperty({ enum: TEMPLATES, enumName: 'Template' })
  selectedTemplate!: Template;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When premium ends or ended; null while premium is lifetime, and when there was none.',
    example: null,
  })
  premiumExpiryDate!: string | null;

  @ApiProperty({ type: PreferencesResponse })
  preferences!: PreferencesResponse;

  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  role!: Role;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
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
