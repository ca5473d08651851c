import { Body, Controller, Get, Headers, Post, Query } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiHeader, ApiTags } from '@nestjs/swagger';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import {
  CommonErrors,
  CurrentUser,
  describeLimit,
  Endpoint,
  type Envelope,
  MessageEnvelope,
  PageQuery,
  RAW_BODY,
  ok,
  toPageRequest,
  toPagination,
  invalidFields,
} from '@app/http';
import { type Caller, toUserResponse } from '@app/users';
import {
  CreatePayment,
  PaymentCreatedEnvelope,
  PaymentVerifiedEnvelope,
  PaymentsEnvelope,
  type PlanResponse,
  PlansEnvelope,
  toCheckout,
  toPaymentResponse,
  toPlanResponse,
  VerifyPayment,
} from './payments.dto.js';
import { PaymentErrors } from './payments.errors.js';
import { PaymentLimits } from './payments.limits.js';
import { type CheckoutResult, PaymentsService } from './payments.service.js';
import { PaymentWebhooks } from './payments.webhooks.js';

const { VALIDATION_FAILED, RATE_LIMITED } = CommonErrors;

/** Only the fields that are read. */
const EXAMPLE_EVENT = {
  event: 'payment.captured',
  payload: {
    payment: {
      entity: {
        id: 'pay_29QQoUBi66xm2f',
        order_id: 'order_9A33XWu170gUtm',
        amount: 4900,
        currency: 'INR',
        status: 'captured',
      },
    },
  },
};

@ApiTags('Payments')
@Controller('payments')
export class PaymentsController {
  constructor(
    private readonly payments: PaymentsService,
    private readonly webhooks: PaymentWebhooks,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @Get('plans')
  @Endpoint({
    summary: 'List the premium plans',
    description: 'The plans on sale with their prices. Show these before ordering a plan.',
    access: 'public',
    answer: PlansEnvelope,
  })
  listPlans(): Envelope<{ plans: PlanResponse[] }> {
    return ok({ plans: this.payments.listPlans().map(toPlanResponse) });
  }

  @Post('razorpay/create')
  @Endpoint({
    summary: 'Order a plan',
    description:
      'The first step of a payment: open Razorpay’s checkout with the response. Ordering the same plan again within ' +
      '15 minutes returns the same order, as long as it is unpaid. ' +
      describeLimit(PaymentLimits.CREATE, 'an account'),
    answer: PaymentCreatedEnvelope,
    errors: [
      VALIDATION_FAILED,
      PaymentErrors.INVALID_PLAN,
      PaymentErrors.AMOUNT_MISMATCH,
      RATE_LIMITED,
      PaymentErrors.PAYMENT_PROVIDER_ERROR,
    ],
  })
  async createPayment(@CurrentUser() { user }: Caller, @Body() body: CreatePayment): Promise<PaymentCreatedEnvelope> {
    return ok(toCheckout(await this.payments.createPayment(user, body), user, this.key));
  }

  @Post('razorpay/verify')
  @Endpoint({
    summary: 'Verify a payment',
    description:
      'The last step of a payment: send what the checkout returned to the app. Idempotent: an order extends premium ' +
      'once. A payment that is never verified here is found by the webhook or by reconciliation.',
    answer: PaymentVerifiedEnvelope,
    errors: [VALIDATION_FAILED, PaymentErrors.PAYMENT_NOT_FOUND, PaymentErrors.INVALID_SIGNATURE, RATE_LIMITED],
  })
  async verifyPayment(@CurrentUser() caller: Caller, @Body() body: VerifyPayment): Promise<PaymentVerifiedEnvelope> {
    const { user, payment } = await this.payments.verifyPayment(caller.user, readCheckout(body));
    return ok({ user: toUserResponse(user, this.clock.now()), payment: toPaymentResponse(payment, this.key) });
  }

  @Post('razorpay/webhook')
  @RouteConfig(RAW_BODY)
  @ApiHeader({
    name: 'X-Razorpay-Signature',
    required: true,
    description: 'HMAC-SHA256 of the body, hexadecimal.',
    schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  })
  @ApiHeader({
    name: 'X-Razorpay-Event-Id',
    required: false,
    description: 'The id of the event, the same for every delivery.',
    schema: { type: 'string', maxLength: 100 },
  })
  @ApiBody({
    schema: { type: 'object', additionalProperties: true, example: EXAMPLE_EVENT },
    description: 'A Razorpay webhook event.',
  })
  @Endpoint({
    summary: 'Receive a Razorpay webhook',
    description:
      'For Razorpay only. Every event with a valid signature and body gets 200; deliveries may be repeated and in ' +
      'any order. The signature is the HMAC-SHA256 of the raw body, keyed with the webhook secret, in hexadecimal; it is ' +
      'compared with `X-Razorpay-Signature` in constant time.',
    access: 'public',
    answer: MessageEnvelope,
    errors: [PaymentErrors.INVALID_SIGNATURE],
  })
  async receiveWebhook(
    @Body() body: unknown,
    @Headers('x-razorpay-signature') signature?: string,
    @Headers('x-razorpay-event-id') eventId?: string,
  ): Promise<Envelope<{ message: string }>> {
    await this.webhooks.receive(body, signature, eventId);
    return ok({ message: 'Event received.' });
  }

  @Get()
  @Endpoint({
    summary: 'List my payments, newest first',
    description: 'The order history, paid or not, page by page.',
    answer: PaymentsEnvelope,
    errors: [VALIDATION_FAILED],
  })
  async listMyPayments(@CurrentUser() { user }: Caller, @Query() query: PageQuery): Promise<PaymentsEnvelope> {
    const request = toPageRequest(query);
    const page = await this.payments.listPaymentsOf(user.id, request);
    const rows = page.rows.map(({ id, createdAt }) => ({ id, timestamp: createdAt }));
    return ok({
      payments: page.rows.map((payment) => toPaymentResponse(payment, this.key)),
      pagination: toPagination(request, { ...page, rows }),
    });
  }

  private get key(): string {
    return this.settings.razorpay.keyId;
  }
}

/** @throws AppError VALIDATION_FAILED for fields missing in both spellings */
function readCheckout(body: VerifyPayment): CheckoutResult {
  const given = {
    paymentId: body.paymentId ?? body.razorpay_payment_id,
    orderId: body.orderId ?? body.razorpay_order_id,
    signature: body.signature ?? body.razorpay_signature,
  };
  const { paymentId, orderId, signature } = given;
  if (paymentId !== undefined && orderId !== undefined && signature !== undefined) {
    return { paymentId, orderId, signature };
  }
  const missing = Object.entries(given).filter(([, value]) => value === undefined);
  throw invalidFields(...missing.map(([field]) => ({ field, message: `${field} must be given` })));
}
