/** An order as the provider keeps it. */
export interface GatewayOrder {
  /** The provider's own id, such as `order_EKwxwAgItmmXdp`. */
  id: string;
  /** What is to be paid, in the currency's minor unit (paise). */
  amount: number;
  /** What has been captured of it so far. */
  amountPaid: number;
  /** ISO 4217. */
  currency: string;
  /** Our own number for the order; at most 40 characters. */
  receipt: string;
  /** `attempted` once a payment was tried, `paid` once one was captured. */
  status: 'created' | 'attempted' | 'paid';
}

/** One try to pay an order. */
export interface GatewayPayment {
  /** The provider's own id, such as `pay_FHfAzEJ51k8NLj`. */
  id: string;
  /** In the currency's minor unit (paise). */
  amount: number;
  /** ISO 4217. */
  currency: string;
  status: 'created' | 'authorized' | 'captured' | 'refunded' | 'failed';
  /** Whether it ever was captured. What was only authorised is given back by itself, and is `refunded` then, too. */
  isCaptured: boolean;
  /** What has been given back so far, in the currency's minor unit (paise). */
  amountRefunded: number;
}

/**
 * Whoever takes the money. The type and the DI token in one.
 *
 * Every method rejects with an AppError PAYMENT_PROVIDER_ERROR within five seconds when the provider refuses, cannot be
 * reached, takes too long or answers with what makes no sense.
 */
export abstract class PaymentGateway {
  /** Opens an order that a checkout can pay, and whose payments are captured by themselves. */
  abstract createOrder(order: {
    amount: number;
    currency: string;
    /** Our own number for the order; at most 40 characters. */
    receipt: string;
    notes: Record<string, string>;
  }): Promise<GatewayOrder>;

  /** The order as it is now, or null when the provider does not know it. */
  abstract findOrder(orderId: string): Promise<GatewayOrder | null>;

  /** All tries to pay an order; none for one that the provider does not know. */
  abstract listPaymentsOf(orderId: string): Promise<GatewayPayment[]>;
}
