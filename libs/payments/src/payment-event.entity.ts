import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { AsciiColumn, IdColumn, IdReferenceColumn, IntegerColumn, JsonColumn, MomentColumn } from '@app/database';
import { User } from '@app/users';

export type EventSource = 'checkout' | 'webhook' | 'reconciler' | 'support';

/**
 * `returned`: an authorised payment that was never captured went back to the buyer. `mismatched`: the amount or currency
 * differs from the order's. `noted`: changes nothing. `granted` and `revoked`: by support, without an order.
 */
export type EventKind =
  'created' | 'captured' | 'failed' | 'refunded' | 'returned' | 'mismatched' | 'noted' | 'granted' | 'revoked';

/** One line of the append-only ledger. It must not contain personal data. */
@Entity('payment_events')
@Index('uq_payment_events_key', ['eventKey'], { unique: true })
@Index('ix_payment_events_order', ['orderId', 'createdAt', 'id'])
@Index('ix_payment_events_user', ['userId', 'createdAt', 'id'])
export class PaymentEvent {
  @IdColumn()
  id!: string;

  /** Idempotency key: the same for every delivery of the same event. */
  @AsciiColumn({ length: 160 })
  eventKey!: string;

  /** The account whose premium it affects; null once the account is erased. */
  @IdReferenceColumn({ nullable: true })
  userId!: string | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_payment_events_user' })
  user?: User | null;

  @AsciiColumn({ length: 16 })
  source!: EventSource;

  @AsciiColumn({ length: 16 })
  kind!: EventKind;

  /** The provider's id of the order; the order may be unknown to us. */
  @AsciiColumn({ length: 64, nullable: true })
  orderId!: string | null;

  /** The provider's id of the payment. */
  @AsciiColumn({ length: 64, nullable: true })
  paymentId!: string | null;

  /** The provider's id of the refund; null when the event reports the cumulative total of the payment's refunds. */
  @AsciiColumn({ length: 64, nullable: true })
  refundId!: string | null;

  /**
   * The amount paid or refunded, in the currency's minor unit (paise); null when the event's amount is invalid or
   * absent.
   */
  @IntegerColumn({ nullable: true })
  amount!: number | null;

  /** Days of premium added; negative when removed. */
  @IntegerColumn({ default: 0 })
  days!: number;

  /** Expiry of premium before and after the event; null for no premium and for lifetime premium. */
  @MomentColumn({ nullable: true })
  expiryBefore!: Date | null;

  @MomentColumn({ nullable: true })
  expiryAfter!: Date | null;

  /** The provider's data without personal data; for support, the operator and the reason. */
  @JsonColumn({ nullable: true })
  payload!: object | null;

  @MomentColumn()
  createdAt!: Date;
}
