import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { AsciiColumn, IdColumn, IdReferenceColumn, MomentColumn, TextColumn } from '@app/database';
import { User } from './user.entity.js';

export type ContactKind = 'phone' | 'email';

/** That an account was given another phone number or e-mail address, as long as a link can undo it. */
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

  /** What the account had before; null when that was no confirmed e-mail address. */
  @TextColumn({ length: 254, nullable: true })
  value!: string | null;

  @MomentColumn()
  replacedAt!: Date;

  /** Since when the account had the e-mail address whose code allowed the change; null when the code went to a phone. */
  @MomentColumn({ nullable: true })
  emailHeldSince!: Date | null;
}
