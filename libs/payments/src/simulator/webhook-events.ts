import { type OrderEntity, type PaymentEntity, type RefundEntity, randomBase62 } from './razorpay-entities.js';

/** One event as it goes over the wire, however often: a repeat has the same id and the same bytes. */
export interface WebhookEvent {
  /** Sent as X-Razorpay-Event-Id. */
  id: string;
  name: WebhookName;
  body: string;
}

export type WebhookName =
  'payment.authorized' | 'payment.captured' | 'payment.failed' | 'order.paid' | 'refund.processed';

interface Entities {
  payment?: PaymentEntity;
  order?: OrderEntity;
  refund?: RefundEntity;
}

const ACCOUNT_ID = 'acc_Simulated00000';

/** Shows the things as they are at this moment: what happens to them later is another event. */
export function newEvent(name: WebhookName, entities: Entities, createdAt: number): WebhookEvent {
  const payload = Object.fromEntries(
    Object.entries(entities).map(([kind, entity]) => [kind, { entity: entity as object }]),
  );
  const body = {
    entity: 'event',
    account_id: ACCOUNT_ID,
    event: name,
    contains: Object.keys(entities),
    payload,
    created_at: createdAt,
  };
  return { id: randomBase62(), name, body: JSON.stringify(body) };
}
