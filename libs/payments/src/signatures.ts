import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Settings } from '@app/config';

/** What the provider signs, with one secret for what passes through an app and another for what comes directly. */
@Injectable()
export class Signatures {
  constructor(private readonly settings: Settings) {}

  /** Whether the checkout of an order of ours ended with this payment. */
  isOfCheckout(orderId: string, paymentId: string, signature: string): boolean {
    return isSignature(signature, `${orderId}|${paymentId}`, this.settings.razorpay.keySecret);
  }

  /** @param body the bytes as they came: JSON that is read and written again is another text */
  isOfWebhook(body: Buffer, signature: string): boolean {
    return isSignature(signature, body, this.settings.razorpay.webhookSecret);
  }
}

/** Takes as long for a signature that is nearly right as for one that is wrong from the start. */
function isSignature(given: string, content: string | Buffer, secret: string): boolean {
  const expected = Buffer.from(createHmac('sha256', secret).update(content).digest('hex'));
  const actual = Buffer.from(given);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
