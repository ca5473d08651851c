import { Entity, Index } from 'typeorm';
import { AsciiColumn, FlagColumn, IdColumn, JsonColumn, MomentColumn, TextColumn } from '@app/database';
import { DEFAULT_TEMPLATE, type Template } from './templates.js';

export const PLANS = ['basic', 'premium'] as const;
export type Plan = (typeof PLANS)[number];

export const ROLES = ['user', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Which parts of an owner's contact a scanner may see at all, once the gate is open. */
export const CONTACT_VISIBILITIES = ['phone_and_email', 'phone', 'email', 'none'] as const;
export type ContactVisibility = (typeof CONTACT_VISIBILITIES)[number];

/** What we write to a user in. */
export const LANGUAGES = ['en', 'hi'] as const;
export type Language = (typeof LANGUAGES)[number];
export const DEFAULT_LANGUAGE: Language = 'en';

export interface Preferences {
  notifyByEmail: boolean;
  contactVisibility: ContactVisibility;
  /** Absent in rows that are older than it: DEFAULT_LANGUAGE. */
  language?: Language;
}

export const DEFAULT_PREFERENCES: Preferences = {
  notifyByEmail: true,
  contactVisibility: 'phone_and_email',
  language: DEFAULT_LANGUAGE,
};

@Entity('users')
@Index('uq_users_phone', ['phone'], { unique: true })
@Index('uq_users_email', ['email'], { unique: true })
@Index('ix_users_premium_expiry', ['premiumExpiryDate', 'id'])
export class User {
  @IdColumn()
  id!: string;

  /** E.164. */
  @AsciiColumn({ length: 20 })
  phone!: string;

  /** Lower case. */
  @TextColumn({ length: 254, nullable: true })
  email!: string | null;

  @FlagColumn({ default: false })
  emailVerified!: boolean;

  /** When the address was given; null without one, and for one that a link restored. */
  @MomentColumn({ nullable: true })
  emailGivenAt!: Date | null;

  @TextColumn({ length: 100, nullable: true })
  name!: string | null;

  @AsciiColumn({ length: 16, default: 'basic' })
  plan!: Plan;

  @MomentColumn({ nullable: true })
  premiumExpiryDate!: Date | null;

  @FlagColumn({ default: false })
  hasCarInfo!: boolean;

  @AsciiColumn({ length: 32, default: DEFAULT_TEMPLATE })
  selectedTemplate!: Template;

  @JsonColumn()
  preferences!: Preferences;

  @AsciiColumn({ length: 16, default: 'user' })
  role!: Role;

  /** When an admin disabled the account; null while it is enabled. */
  @MomentColumn({ nullable: true })
  disabledAt!: Date | null;

  @MomentColumn()
  createdAt!: Date;

  @MomentColumn()
  updatedAt!: Date;
}
