import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { AsciiColumn, IdColumn, IdReferenceColumn, IntegerColumn, JsonColumn, MomentColumn } from '@app/database';
import { User } from '@app/users';

export type EventSource = 'checkout' | 'webhook' | 'reconciler' | 'support';

/**
 * `returned` is money that was given back without ever having been captured. `mismatched` is money of another amount or
 * currency than the order's, `noted` whatever changes nothing. `granted` and `revoked` are done by hand and belong to no
 * order.
 */
export type EventKind =
  'created' | 'captured' | 'failed' | 'refunded' | 'returned' | 'mismatched' | 'noted' | 'granted' | 'revoked';

/** One line of the ledger. Lines are only ever added, and hold nothing that tells who somebody is. */
@Entity('payment_events')
@Index('uq_payment_events_key', ['eventKey'], { unique: true })
@Index('ix_payment_events_order', ['orderId', 'createdAt', 'id'])
@Index('ix_payment_events_user', ['userId', 'createdAt', 'id'])
export class PaymentEvent {
  @IdColumn()
  id!: string;

  /** The same for the same event, however often it is told of. */
  @AsciiColumn({ length: 160 })
  eventKey!: string;

  /** Whose premium it is about, while their account exists. */
  @IdReferenceColumn({ nullable: true })
  userId!: string | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_payment_events_user' })
  user?: User | null;

  @AsciiColumn({ length: 16 })
  source!: EventSource;

  @AsciiColumn({ length: 16 })
  kind!: EventKind;

  /** The provider's id of the order, which need not be one of ours. */
  @AsciiColumn({ length: 64, nullable: true })
  orderId!: string | null;

  /** The provider's id of the payment. */
  @AsciiColumn({ length: 64, nullable: true })
  paymentId!: string | null;

  /** The provider's id of the refund; null for a refund told of as the sum of all of the payment's refunds so far. */
  @AsciiColumn({ length: 64, nullable: true })
  refundId!: string | null;

  /** What was paid or given back, in the currency's minor unit (paise); null where it makes no sense. */
  @IntegerColumn({ nullable: true })
  amount!: number | null;

  /** The days of premium given, or taken back when negative. */
  @IntegerColumn({ default: 0 })
  days!: number;

  /** When premium was to end before the event, and after it; null for no premium at all and for one that never ends. */
  @MomentColumn({ nullable: true })
  expiryBefore!: Date | null;

  @MomentColumn({ nullable: true })
  expiryAfter!: Date | null;

  /** What came from the provider, without anything personal; of support, who did it and why. */
  @JsonColumn({ nullable: true })
  payload!: object | null;

  @MomentColumn()
  createdAt!: Date;
}
