import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { AsciiColumn, IdColumn, IdReferenceColumn, IntegerColumn, MomentColumn } from '@app/database';
import { User } from '@app/users';

/** `failed` may still become `completed`: after a late authorisation or another attempt. */
export const PAYMENT_STATUSES = ['pending', 'completed', 'failed', 'refunded'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** One order of a plan. Its status is computed from the ledger's events. */
@Entity('payments')
@Index('uq_payments_order', ['orderId'], { unique: true })
@Index('uq_payments_open', ['userId', 'openPlan'], { unique: true })
@Index('ix_payments_history', ['userId', 'createdAt', 'id'])
@Index('ix_payments_payment', ['paymentId'])
@Index('ix_payments_due', ['nextCheckAt'])
export class Payment {
  /** Also sent to the provider as the receipt. */
  @IdColumn()
  id!: string;

  /** The buyer; null once the account is erased. */
  @IdReferenceColumn({ nullable: true })
  userId!: string | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_payments_user' })
  user?: User | null;

  /** The provider's id of the order. */
  @AsciiColumn({ length: 64 })
  orderId!: string;

  /** The provider's id of the first payment that paid the order. */
  @AsciiColumn({ length: 64, nullable: true })
  paymentId!: string | null;

  /** In the currency's minor unit (paise). */
  @IntegerColumn()
  amount!: number;

  /** ISO 4217. */
  @AsciiColumn({ length: 3 })
  currency!: string;

  /** In days. */
  @IntegerColumn()
  planDuration!: number;

  @AsciiColumn({ length: 16 })
  status!: PaymentStatus;

  /** The plan while the order may be reused; unique per user, so that a user has at most one open order of a plan. */
  @AsciiColumn({ length: 32, nullable: true })
  openPlan!: string | null;

  /** Expiry of premium after this order's last effect; null before any effect and for lifetime premium. */
  @MomentColumn({ nullable: true })
  premiumExpiryDate!: Date | null;

  /** When the order was first known to be paid. */
  @MomentColumn({ nullable: true })
  verifiedAt!: Date | null;

  /** When the reconciler checks the order with the provider next; null when no check is left. */
  @MomentColumn({ nullable: true })
  nextCheckAt!: Date | null;

  /** Number of checks so far. */
  @IntegerColumn({ default: 0 })
  checks!: number;

  @MomentColumn()
  createdAt!: Date;

  @MomentColumn()
  updatedAt!: Date;
}
