import { ApiProperty } from '@nestjs/swagger';
import type { PremiumPlan } from '@app/config';
import { Amount, Integer, Pagination, Pattern, SuccessProperty } from '@app/http';
import { type User, UserResponse } from '@app/users';
import { PAYMENT_STATUSES, type Payment, type PaymentStatus } from './payment.entity.js';

const ID = { pattern: /^[\w-]{1,64}$/, problem: 'must be an id of Razorpay' };
const SIGNATURE = { pattern: /^[\x20-\x7e]{0,256}$/, problem: 'must be a signature of Razorpay' };

export class PlanResponse {
  @ApiProperty({ type: 'integer', description: 'How long premium lasts, in days.', example: 30 })
  planDuration!: number;

  @ApiProperty({ type: 'integer', description: 'The price in paise.', example: 4900 })
  amount!: number;

  @ApiProperty({ example: 'INR' })
  currency!: string;
}

export class PlansEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: [PlanResponse] })
  plans!: PlanResponse[];
}

export class CreatePayment {
  @Integer({ min: -(2 ** 31), max: 2 ** 31 - 1, description: 'The days of one of the plans.', example: 30 })
  planDuration!: number;

  @Amount({
    optional: true,
    description: 'What the app takes the price for, in paise; must be the price.',
    example: 4900,
  })
  amount?: number;

  @Pattern({
    pattern: /^[A-Z]{3}$/,
    problem: 'must be a currency of three letters',
    read: (text) => text.trim().toUpperCase(),
    optional: true,
    example: 'INR',
  })
  currency?: string;
}

/** Either spelling of each field will do. */
export class VerifyPayment {
  @Pattern({ ...ID, optional: true, example: 'pay_29QQoUBi66xm2f' })
  paymentId?: string;

  @Pattern({ ...ID, optional: true, example: 'order_9A33XWu170gUtm' })
  orderId?: string;

  @Pattern({ ...SIGNATURE, optional: true, description: 'What the checkout signed, in hexadecimal digits.' })
  signature?: string;

  @Pattern({ ...ID, optional: true, description: 'The older spelling of `paymentId`.' })
  razorpay_payment_id?: string;

  @Pattern({ ...ID, optional: true, description: 'The older spelling of `orderId`.' })
  razorpay_order_id?: string;

  @Pattern({ ...SIGNATURE, optional: true, description: 'The older spelling of `signature`.' })
  razorpay_signature?: string;
}

export class PaymentResponse {
  @ApiProperty({ example: '01938a5e-7c11-7abc-8def-012345678901' })
  id!: string;

  @ApiProperty({ example: '01938a5e-7c11-7abc-8def-012345678901' })
  userId!: string;

  @ApiProperty({ description: 'Razorpay’s id of the order.', example: 'order_9A33XWu170gUtm' })
  orderId!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Razorpay’s id of the payment; null until it is paid.',
    example: 'pay_29QQoUBi66xm2f',
  })
  paymentId!: string | null;

  @ApiProperty({ type: 'integer', description: 'In paise.', example: 4900 })
  amount!: number;

  @ApiProperty({ example: 'INR' })
  currency!: string;

  @ApiProperty({ description: 'The public key that the checkout is opened with.', example: 'rzp_live_ILgsfZCZoFIKMb' })
  key!: string;

  @ApiProperty({
    enum: PAYMENT_STATUSES,
    enumName: 'PaymentStatus',
    description: '`failed` may still become `completed`.',
  })
  status!: PaymentStatus;

  @ApiProperty({ type: 'integer', description: 'In days.', example: 30 })
  planDuration!: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until when premium lasted once the order was paid; null before, and when premium is lifetime.',
    example: null,
  })
  premiumExpiryDate!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the order was known to be paid.',
    example: null,
  })
  verifiedAt!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
}

export class CheckoutPrefill {
  @ApiProperty({ description: 'E.164.', example: '+919876543210' })
  contact!: string;

  @ApiProperty({ type: String, nullable: true, example: 'asha@example.com' })
  email!: string | null;
}

/** What the checkout is opened with. */
export class PaymentCreatedEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ example: 'order_9A33XWu170gUtm' })
  orderId!: string;

  @ApiProperty({ example: 'rzp_live_ILgsfZCZoFIKMb' })
  key!: string;

  @ApiProperty({ type: 'integer', description: 'In paise.', example: 4900 })
  amount!: number;

  @ApiProperty({ example: 'INR' })
  currency!: string;

  @ApiProperty({ description: 'Who is paid.', example: 'CarQR' })
  name!: string;

  @ApiProperty({ description: 'What is paid for.', example: 'Premium for 30 days' })
  description!: string;

  @ApiProperty({ type: CheckoutPrefill })
  prefill!: CheckoutPrefill;

  @ApiProperty({ type: PaymentResponse })
  payment!: PaymentResponse;
}

export class PaymentVerifiedEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: UserResponse })
  user!: UserResponse;

  @ApiProperty({ type: PaymentResponse })
  payment!: PaymentResponse;
}

export class PaymentsEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: [PaymentResponse] })
  payments!: PaymentResponse[];

  @ApiProperty({ type: Pagination })
  pagination!: Pagination;
}

export function toPlanResponse({ planDuration, amount, currency }: PremiumPlan): PlanResponse {
  return { planDuration, amount, currency };
}

/** @param key the public key that checkouts are opened with */
export function toPaymentResponse(payment: Payment, key: string): PaymentResponse {
  return {
    id: payment.id,
    userId: payment.userId ?? '',
    orderId: payment.orderId,
    paymentId: payment.paymentId,
    amount: payment.amount,
    currency: payment.currency,
    key,
    status: payment.status,
    planDuration: payment.planDuration,
    premiumExpiryDate: payment.premiumExpiryDate?.toISOString() ?? null,
    verifiedAt: payment.verifiedAt?.toISOString() ?? null,
    createdAt: payment.createdAt.toISOString(),
  };
}

export function toCheckout(payment: Payment, user: User, key: string): Omit<PaymentCreatedEnvelope, 'success'> {
  const { orderId, amount, currency, planDuration } = payment;
  return {
    orderId,
    key,
    amount,
    currency,
    name: 'CarQR',
    description: `Premium for ${planDuration} days`,
    prefill: { contact: user.phone, email: user.email },
    payment: toPaymentResponse(payment, key),
  };
}
