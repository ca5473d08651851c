import { Entity, Index } from 'typeorm';
import { AsciiColumn, IdColumn, IdReferenceColumn, MomentColumn, TextColumn } from '@app/database';

/**
 * Something that an admin did. Rows are only ever added, and name accounts by their ids alone: so they stay, without
 * personal data, when an account is erased.
 */
@Entity('admin_acts')
@Index('ix_admin_acts_at', ['at', 'id'])
@Index('ix_admin_acts_subject', ['subject', 'at'])
export class AdminAct {
  @IdColumn()
  id!: string;

  /** Null for what an operator did by a script. */
  @IdReferenceColumn({ nullable: true })
  adminId!: string | null;

  /** What was done: the kind of its subject and a verb, such as `user.disabled`. */
  @AsciiColumn({ length: 40 })
  act!: string;

  /** What it was done to: the id of a user or of a notice, or a code. */
  @AsciiColumn({ length: 64 })
  subject!: string;

  @TextColumn({ length: 500, nullable: true })
  reason!: string | null;

  @MomentColumn()
  at!: Date;
}
