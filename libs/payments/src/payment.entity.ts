import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { AsciiColumn, IdColumn, IdReferenceColumn, IntegerColumn, MomentColumn } from '@app/database';
import { User } from '@app/users';

/** `failed` may still become `completed`: a payment can be authorised late, or the order paid at the next try. */
export const PAYMENT_STATUSES = ['pending', 'completed', 'failed', 'refunded'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** One order of a plan. Its status is what the ledger of its events adds up to. */
@Entity('payments')
@Index('uq_payments_order', ['orderId'], { unique: true })
@Index('uq_payments_open', ['userId', 'openPlan'], { unique: true })
@Index('ix_payments_history', ['userId', 'createdAt', 'id'])
@Index('ix_payments_payment', ['paymentId'])
@Index('ix_payments_due', ['nextCheckAt'])
export class Payment {
  /** Also the receipt that the provider is given. */
  @IdColumn()
  id!: string;

  /** Who ordered, while their account exists. */
  @IdReferenceColumn({ nullable: true })
  userId!: string | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_payments_user' })
  user?: User | null;

  /** The provider's id of the order. */
  @AsciiColumn({ length: 64 })
  orderId!: string;

  /** The provider's id of the payment that paid the order; the first one, should there be several. */
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

  /** Names the plan while the order may be handed out again; a user has at most one such order of a plan. */
  @AsciiColumn({ length: 32, nullable: true })
  openPlan!: string | null;

  /** Until when premium lasted after the last thing that this order gave or took; null when it lasts for life. */
  @MomentColumn({ nullable: true })
  premiumExpiryDate!: Date | null;

  /** When the order was first known to be paid. */
  @MomentColumn({ nullable: true })
  verifiedAt!: Date | null;

  /** When the provider is to be asked about the order; null when there is nothing left to ask. */
  @MomentColumn({ nullable: true })
  nextCheckAt!: Date | null;

  /** How often the provider was asked. */
  @IntegerColumn({ default: 0 })
  checks!: number;

  @MomentColumn()
  createdAt!: Date;

  @MomentColumn()
  updatedAt!: Date;
}
