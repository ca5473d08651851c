import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { AppError, type Envelope, Public, invalidFields, ok } from '@app/http';
import { PaymentErrors } from '../payments.errors.js';
import { CHECKOUT_POLICY, renderCheckout, renderCheckoutResult } from './checkout.page.js';
import { BreakNext, CaptureLate, CheckoutQuery, PayOrder, RefundPayment } from './dev-razorpay.dto.js';
import { RazorpayError, UnknownIdError } from './razorpay-error.js';
import { type CheckoutResult, type Delivery, Simulator } from './simulator.js';

/**
 * Simulates the buyer, the bank and the merchant's dashboard for developers and tests. Absent with the real Razorpay.
 */
@Controller('dev/razorpay')
@ApiExcludeController()
export class DevRazorpayController {
  constructor(private readonly simulator: Simulator) {}

  @Post('pay')
  @Public()
  @HttpCode(200)
  async payOrder(@Body() body: PayOrder): Promise<Envelope<CheckoutResult>> {
    const outcome = body.outcome ?? 'captured';
    return ok(await withAppErrors(this.simulator.pay(body.orderId, outcome, readDelivery(body))));
  }

  @Post('capture')
  @Public()
  @HttpCode(200)
  async captureLate(@Body() body: CaptureLate): Promise<Envelope<CheckoutResult>> {
    return ok(await withAppErrors(this.simulator.captureLate(body.paymentId, readDelivery(body))));
  }

  @Post('refund')
  @Public()
  @HttpCode(200)
  async refundPayment(@Body() body: RefundPayment): Promise<Envelope<{ refundId: string; amount: number }>> {
    const refund = await withAppErrors(this.simulator.refund(body.paymentId, body.amount, readDelivery(body)));
    return ok({ refundId: refund.id, amount: refund.amount });
  }

  @Post('faults')
  @Public()
  @HttpCode(200)
  breakNext(@Body() { kind, count = 1 }: BreakNext): Envelope<{ kind: string; count: number }> {
    this.simulator.breakNext(kind, count);
    return ok({ kind, count });
  }

  @Get('checkout.html')
  @Public()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CHECKOUT_POLICY)
  async showCheckout(@Query() { order_id }: CheckoutQuery): Promise<string> {
    return renderCheckout((await withAppErrors(this.simulator.getOrder(order_id))).order);
  }

  @Post('checkout.html')
  @Public()
  @HttpCode(200)
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CHECKOUT_POLICY)
  async submitCheckout(@Body() body: PayOrder): Promise<string> {
    const outcome = body.outcome ?? 'captured';
    return renderCheckoutResult(await withAppErrors(this.simulator.pay(body.orderId, outcome, readDelivery(body))));
  }
}

/** Undefined unless webhooks are requested. */
function readDelivery({ webhook, reversed, copies }: { webhook?: boolean } & Delivery): Delivery | undefined {
  return webhook ? { reversed, copies } : undefined;
}

/** Converts a RazorpayError to an AppError. */
async function withAppErrors<T>(step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    if (error instanceof UnknownIdError) throw new AppError(PaymentErrors.PAYMENT_NOT_FOUND);
    if (!(error instanceof RazorpayError)) throw error;
    throw invalidFields({ field: error.field ?? 'paymentId', message: error.message });
  }
}
