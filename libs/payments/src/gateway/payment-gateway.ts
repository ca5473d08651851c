/** An order at the payment provider. */
export interface GatewayOrder {
  /** The provider's id, such as `order_EKwxwAgItmmXdp`. */
  id: string;
  /** Amount due, in the currency's minor unit (paise). */
  amount: number;
  /** Amount captured so far. */
  amountPaid: number;
  /** ISO 4217. */
  currency: string;
  /** Our id of the order; at most 40 characters. */
  receipt: string;
  /** `attempted` after the first payment attempt, `paid` once a payment was captured. */
  status: 'created' | 'attempted' | 'paid';
}

/** One attempt to pay an order. */
export interface GatewayPayment {
  /** The provider's id, such as `pay_FHfAzEJ51k8NLj`. */
  id: string;
  /** In the currency's minor unit (paise). */
  amount: number;
  /** ISO 4217. */
  currency: string;
  status: 'created' | 'authorized' | 'captured' | 'refunded' | 'failed';
  /**
   * Whether it was ever captured. The provider also reports `refunded` when it returns an authorised payment that was
   * never captured.
   */
  isCaptured: boolean;
  /** Amount refunded so far, in the currency's minor unit (paise). */
  amountRefunded: number;
}

/**
 * The payment provider; both the type and the DI token.
 *
 * Every method rejects with an AppError PAYMENT_PROVIDER_ERROR within five seconds when the provider returns an error,
 * is unreachable, times out or sends an invalid response.
 */
export abstract class PaymentGateway {
  /** Creates an order for the checkout; its payments are captured automatically. */
  abstract createOrder(order: {
    amount: number;
    currency: string;
    /** Our id of the order; at most 40 characters. */
    receipt: string;
    notes: Record<string, string>;
  }): Promise<GatewayOrder>;

  /** The current state of the order, or null when the provider does not know it. */
  abstract findOrder(orderId: string): Promise<GatewayOrder | null>;

  /** All attempts to pay an order; empty when the provider does not know it. */
  abstract listPaymentsOf(orderId: string): Promise<GatewayPayment[]>;
}
