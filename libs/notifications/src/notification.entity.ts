import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { AsciiColumn, IdColumn, IdReferenceColumn, IntegerColumn, LongTextColumn, MomentColumn } from '@app/database';
import type { NoticeKind } from './notice.js';

/**
 * `waiting` until the provider has taken it (`sent`), nobody wants it any more (`dropped`), or it turns out that it can
 * never be delivered (`parked`, until support retries it). A scan alert is `held` while its owner has no confirmed address.
 */
export type NotificationStatus = 'waiting' | 'sent' | 'dropped' | 'parked' | 'held';

/** Something that must be told. It is written in the transaction of the fact itself; the relay does the rest. */
@Entity('notifications')
@Index('ix_notifications_due', ['status', 'dueAt'])
@Index('ix_notifications_car', ['carId', 'status'])
@Index('ix_notifications_user', ['userId'])
@Index('uq_notifications_once', ['onceKey'], { unique: true })
export class Notification {
  @IdColumn()
  id!: string;

  @AsciiColumn({ length: 20 })
  kind!: NoticeKind;

  /** Who is told; null for an address without an account. */
  @IdReferenceColumn({ nullable: true })
  userId!: string | null;

  // By name: the outbox knows no feature.
  @ManyToOne('User', { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_notifications_user' })
  user?: unknown;

  /** The car whose alerts are gathered. */
  @IdReferenceColumn({ nullable: true })
  carId!: string | null;

  @ManyToOne('Car', { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'carId', foreignKeyConstraintName: 'fk_notifications_car' })
  car?: unknown;

  /** Of notices with the same key only the first is told. */
  @AsciiColumn({ length: 100, nullable: true })
  onceKey!: string | null;

  /** What to tell, as JSON; a one-time code in it is sealed. It goes as soon as nobody needs it any more. */
  @LongTextColumn({ nullable: true })
  payload!: string | null;

  @AsciiColumn({ length: 8 })
  status!: NotificationStatus;

  /** How often it was claimed for delivery. */
  @IntegerColumn()
  attempts!: number;

  /** While it waits: when it may be claimed next. Afterwards: when the row may go. */
  @MomentColumn()
  dueAt!: Date;

  /** Why the last attempt failed, in codes and without personal data. */
  @AsciiColumn({ length: 100, nullable: true })
  lastError!: string | null;

  @MomentColumn()
  createdAt!: Date;

  @MomentColumn({ nullable: true })
  finishedAt!: Date | null;
}
