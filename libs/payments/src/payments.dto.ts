import { ApiProperty } from '@nestjs/swagger';
import type { PremiumPlan } from '@app/config';
import {
  Amount,
  EnumProperty,
  IdProperty,
  Integer,
  IntegerProperty,
  MomentProperty,
  Pagination,
  Pattern,
  PhoneProperty,
  SuccessProperty,
  TextProperty,
} from '@app/http';
import { type User, UserResponse } from '@app/users';
import { PAYMENT_STATUSES, type Payment, type PaymentStatus } from './payment.entity.js';

const ID = { pattern: /^[\w-]{1,64}$/, problem: 'must be a Razorpay id' };
const CURRENCY = { pattern: '^[A-Z]{3}$', description: 'The ISO 4217 code.' };
const EXAMPLE_SIGNATURE = 'd60e67fd884556c045e9be7dad57903e33efc7172c17c6e3ef77db42d2b366e9';
const SIGNATURE = { pattern: /^[\x20-\x7e]{0,256}$/, problem: 'must be a Razorpay signature' };

export class PlanResponse {
  @IntegerProperty({ min: 1, max: 99_999, description: 'How long premium lasts, in days.', example: 30 })
  planDuration!: number;

  @IntegerProperty({ min: 1, description: 'The price in paise.', example: 4900 })
  amount!: number;

  @ApiProperty({ ...CURRENCY, example: 'INR' })
  currency!: string;
}

export class PlansEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: [PlanResponse], description: 'The plans on sale.' })
  plans!: PlanResponse[];
}

export class CreatePayment {
  @Integer({
    min: -(2 ** 31),
    max: 2 ** 31 - 1,
    description: 'The duration of one of the plans, in days.',
    example: 30,
  })
  planDuration!: number;

  @Amount({
    optional: true,
    description: 'The price the app has shown, in paise; must match the plan’s.',
    example: 4900,
  })
  amount?: number;

  @Pattern({
    pattern: /^[A-Z]{3}$/,
    problem: 'must be a currency of three letters',
    read: (text) => text.trim().toUpperCase(),
    optional: true,
    description: 'The currency the app has shown; must match the plan’s.',
    example: 'INR',
  })
  currency?: string;
}

/** Each field is accepted in either spelling. */
export class VerifyPayment {
  @Pattern({ ...ID, optional: true, description: 'Razorpay’s id of the payment.', example: 'pay_29QQoUBi66xm2f' })
  paymentId?: string;

  @Pattern({ ...ID, optional: true, description: 'Razorpay’s id of the order.', example: 'order_9A33XWu170gUtm' })
  orderId?: string;

  @Pattern({
    ...SIGNATURE,
    optional: true,
    description: 'The signature that the checkout returned, in hexadecimal.',
    example: EXAMPLE_SIGNATURE,
  })
  signature?: string;

  @Pattern({ ...ID, optional: true, deprecated: true, description: 'The older spelling of `paymentId`.' })
  razorpay_payment_id?: string;

  @Pattern({ ...ID, optional: true, deprecated: true, description: 'The older spelling of `orderId`.' })
  razorpay_order_id?: string;

  @Pattern({ ...SIGNATURE, optional: true, deprecated: true, description: 'The older spelling of `signature`.' })
  razorpay_signature?: string;
}

export class PaymentResponse {
  @IdProperty({ description: 'The payment.' })
  id!: string;

  @IdProperty({ description: 'The account that the payment is for.' })
  userId!: string;

  @TextProperty({ max: 64, description: 'Razorpay’s id of the order.', example: 'order_9A33XWu170gUtm' })
  orderId!: string;

  @TextProperty({
    max: 64,
    nullable: true,
    description: 'Razorpay’s id of the payment; null until it is paid.',
    example: 'pay_29QQoUBi66xm2f',
  })
  paymentId!: string | null;

  @IntegerProperty({ min: 1, description: 'In paise.', example: 4900 })
  amount!: number;

  @ApiProperty({ ...CURRENCY, example: 'INR' })
  currency!: string;

  @TextProperty({
    max: 100,
    description: 'The public key to open the checkout with.',
    example: 'rzp_live_ILgsfZCZoFIKMb',
  })
  key!: string;

  @EnumProperty({
    enum: PAYMENT_STATUSES,
    enumName: 'PaymentStatus',
    description: '`failed` may still become `completed`.',
    example: 'completed',
  })
  status!: PaymentStatus;

  @IntegerProperty({ min: 1, max: 99_999, description: 'How long premium lasts, in days.', example: 30 })
  planDuration!: number;

  @MomentProperty({
    nullable: true,
    description: 'When premium expires after this payment; null while unpaid and for lifetime premium.',
    example: '2026-12-22T10:00:00.000Z',
  })
  premiumExpiryDate!: string | null;

  @MomentProperty({
    nullable: true,
    description: 'When the payment was confirmed; null before.',
  })
  verifiedAt!: string | null;

  @MomentProperty({ description: 'When the plan was ordered.' })
  createdAt!: string;
}

export class CheckoutPrefill {
  @PhoneProperty({ description: 'The account’s phone, in E.164.' })
  contact!: string;

  @TextProperty({
    max: 254,
    nullable: true,
    description: 'The account’s e-mail address, if any.',
    example: 'asha@example.com',
  })
  email!: string | null;
}

export class PaymentCreatedEnvelope {
  @SuccessProperty()
  success!: true;

  @TextProperty({ max: 64, description: 'Razorpay’s id of the order.', example: 'order_9A33XWu170gUtm' })
  orderId!: string;

  @TextProperty({
    max: 100,
    description: 'The public key to open the checkout with.',
    example: 'rzp_live_ILgsfZCZoFIKMb',
  })
  key!: string;

  @IntegerProperty({ min: 1, description: 'In paise.', example: 4900 })
  amount!: number;

  @ApiProperty({ ...CURRENCY, example: 'INR' })
  currency!: string;

  @TextProperty({ max: 100, description: 'The payee.', example: 'CarQR' })
  name!: string;

  @TextProperty({ max: 200, description: 'What the payment is for.', example: 'Premium for 30 days' })
  description!: string;

  @ApiProperty({ type: CheckoutPrefill })
  prefill!: CheckoutPrefill;

  @ApiProperty({
    type: PaymentResponse,
    description: 'The order, not yet paid.',
    example: { status: 'pending', paymentId: null, premiumExpiryDate: null, verifiedAt: null },
  })
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

  @ApiProperty({ type: [PaymentResponse], description: 'One page of payments.' })
  payments!: PaymentResponse[];

  @ApiProperty({ type: Pagination })
  pagination!: Pagination;
}

export function toPlanResponse({ planDuration, amount, currency }: PremiumPlan): PlanResponse {
  return { planDuration, amount, currency };
}

/** @param key the public key to open the checkout with */
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
