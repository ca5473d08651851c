import { Entity, Index } from 'typeorm';
import { AsciiColumn, FlagColumn, IdColumn, JsonColumn, MomentColumn, TextColumn } from '@app/database';
import { DEFAULT_TEMPLATE, type Template } from './templates.js';

export type Plan = 'basic' | 'premium';
export type Role = 'user' | 'admin';

/** Which parts of an owner's contact a scanner may see at all, once the gate is open. */
export const CONTACT_VISIBILITIES = ['phone_and_email', 'phone', 'email', 'none'] as const;
export type ContactVisibility = (typeof CONTACT_VISIBILITIES)[number];

export interface Preferences {
  notifyByEmail: boolean;
  contactVisibility: ContactVisibility;
}

export const DEFAULT_PREFERENCES: Preferences = { notifyByEmail: true, contactVisibility: 'phone_and_email' };

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

  @MomentColumn()
  createdAt!: Date;

  @MomentColumn()
  updatedAt!: Date;
}
