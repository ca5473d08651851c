import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Settings } from '@app/config';

/** Verifies the provider's signatures. Checkout results and webhooks have different secrets. */
@Injectable()
export class Signatures {
  constructor(private readonly settings: Settings) {}

  /** Whether the provider signed this payment of the order. */
  isOfCheckout(orderId: string, paymentId: string, signature: string): boolean {
    return isSignature(signature, `${orderId}|${paymentId}`, this.settings.razorpay.keySecret);
  }

  /** @param body the raw bytes: reserialised JSON would not match the signature */
  isOfWebhook(body: Buffer, signature: string): boolean {
    return isSignature(signature, body, this.settings.razorpay.webhookSecret);
  }
}

/** Compares in constant time. */
function isSignature(given: string, content: string | Buffer, secret: string): boolean {
  const expected = Buffer.from(createHmac('sha256', secret).update(content).digest('hex'));
  const actual = Buffer.from(given);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
