import { Flag, Integer, OneOf, Text } from '@app/http';
import { PAY_OUTCOMES, type PayOutcome } from './simulated-account.js';
import { FAULTS, type Fault } from './razorpay-server.js';

const MAX_ID_LENGTH = 100;
const MAX_COPIES = 50;
const MAX_FAULTS = 1000;
const MAX_AMOUNT = 1_000_000_000;

/** The webhook options of a simulated step. */
class WithWebhooks {
  /** Whether webhooks are sent. */
  @Flag({ optional: true })
  webhook?: boolean;

  /** Send the last one first. */
  @Flag({ optional: true })
  reversed?: boolean;

  /** How often each is sent, concurrently. */
  @Integer({ min: 1, max: MAX_COPIES, default: 1 })
  copies?: number;
}

export class PayOrder extends WithWebhooks {
  @Text({ min: 1, max: MAX_ID_LENGTH })
  orderId!: string;

  @OneOf(PAY_OUTCOMES, { enumName: 'SimulatedOutcome', optional: true })
  outcome?: PayOutcome;
}

export class CaptureLate extends WithWebhooks {
  @Text({ min: 1, max: MAX_ID_LENGTH })
  paymentId!: string;
}

export class RefundPayment extends WithWebhooks {
  @Text({ min: 1, max: MAX_ID_LENGTH })
  paymentId!: string;

  @Integer({ min: 1, max: MAX_AMOUNT, optional: true })
  amount?: number;
}

export class BreakNext {
  @OneOf(FAULTS, { enumName: 'SimulatedFault' })
  kind!: Fault;

  @Integer({ min: 0, max: MAX_FAULTS, default: 1 })
  count?: number;
}

export class CheckoutQuery {
  @Text({ min: 1, max: MAX_ID_LENGTH })
  order_id!: string;
}
