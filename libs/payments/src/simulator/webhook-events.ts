import { type OrderEntity, type PaymentEntity, type RefundEntity, randomBase62 } from './razorpay-entities.js';

/** A webhook event; every delivery has the same id and bytes. */
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

/** Snapshots the entities; later changes to them don't affect the event. */
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
