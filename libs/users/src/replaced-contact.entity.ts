import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { AsciiColumn, IdColumn, IdReferenceColumn, MomentColumn, TextColumn } from '@app/database';
import { User } from './user.entity.js';

export type ContactKind = 'phone' | 'email';

/** A phone number or a confirmed e-mail address that an account had before, as long as a link can restore it. */
@Entity('replaced_contacts')
@Index('ix_replaced_contacts_user', ['userId', 'replacedAt'])
@Index('ix_replaced_contacts_at', ['replacedAt'])
export class ReplacedContact {
  @IdColumn()
  id!: string;

  @IdReferenceColumn()
  userId!: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_replaced_contacts_user' })
  user?: User;

  @AsciiColumn({ length: 5 })
  kind!: ContactKind;

  @TextColumn({ length: 254 })
  value!: string;

  /** When the account got an e-mail address; null for phones, and where it is not known. */
  @MomentColumn({ nullable: true })
  givenAt!: Date | null;

  @MomentColumn()
  replacedAt!: Date;

  /** Since when the account had the e-mail address whose code allowed the change; null when the code went to a phone. */
  @MomentColumn({ nullable: true })
  emailHeldSince!: Date | null;
}
