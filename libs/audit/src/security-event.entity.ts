import { Entity, Index } from 'typeorm';
import { AsciiColumn, IdColumn, IdReferenceColumn, MomentColumn } from '@app/database';

/**
 * Something that concerned the security of an account. Rows are only ever added, and name accounts and sessions by their
 * ids alone. No foreign key: who erased an account stays on record, and a sign-in waits for no lock of the user's row.
 */
@Entity('security_events')
@Index('ix_security_events_user', ['userId', 'id'])
export class SecurityEvent {
  @IdColumn()
  id!: string;

  @IdReferenceColumn()
  userId!: string;

  @IdReferenceColumn({ nullable: true })
  sessionId!: string | null;

  @AsciiColumn({ length: 40 })
  event!: string;

  @AsciiColumn({ length: 10 })
  outcome!: string;

  /** By what means or for what reason. */
  @AsciiColumn({ length: 40, nullable: true })
  method!: string | null;

  @MomentColumn()
  at!: Date;
}
