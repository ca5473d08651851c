import { readWebhook } from './webhook-event.js';

const PAYMENT = {
  id: 'pay_1',
  order_id: 'order_1',
  amount: 4900,
  currency: 'INR',
  status: 'captured',
  amount_refunded: 0,
};
const PERSONAL = {
  email: 'asha@example.com',
  contact: '+919876543210',
  vpa: 'asha@upi',
  card: { name: 'Asha Rao', last4: '4242', network: 'Visa' },
  card_id: 'card_asha',
  bank: 'HDFC',
  wallet: 'asha-wallet',
  notes: { name: 'Asha' },
  description: 'For Asha',
  error_description: 'Asha has no money',
  acquirer_data: { rrn: 'asha-1234' },
  receipt: 'Asha',
  // Should be a string.
  method: { name: 'Asha' },
};

const body = (event: string, payload: object): Buffer =>
  Buffer.from(JSON.stringify({ entity: 'event', event, payload }));
const entities = (parts: Record<string, object>): object =>
  Object.fromEntries(Object.entries(parts).map(([name, entity]) => [name, { entity }]));

describe('a webhook', () => {
  it.each([
    ['payment.captured', 'captured'],
    ['order.paid', 'captured'],
    ['payment.failed', 'failed'],
    ['payment.authorized', 'noted'],
    ['subscription.charged', 'noted'],
  ])('%s is read as %s', (name, kind) => {
    const event = readWebhook(body(name, entities({ payment: PAYMENT })), 'event_1');
    expect(event).toMatchObject({
      kind,
      orderId: 'order_1',
      paymentId: 'pay_1',
      eventKey: expect.stringMatching(/^webhook:event_1:[\da-f]{64}$/),
    });
    expect(event.claims).toEqual([{ amount: 4900, currency: 'INR' }]);
  });

  it('of a paid order claims the amounts of the order and of its payment', () => {
    const order = { id: 'order_1', amount: 5000, currency: 'USD' };
    const { claims } = readWebhook(body('order.paid', entities({ payment: PAYMENT, order })), undefined);
    expect(claims).toEqual([
      { amount: 4900, currency: 'INR' },
      { amount: 5000, currency: 'USD' },
    ]);
  });

  it('of a refund has its id and amount, or else the cumulative total', () => {
    const payment = { ...PAYMENT, amount_refunded: 2000 };
    const refund = { id: 'rfnd_1', payment_id: 'pay_1', amount: 1500 };
    const named = readWebhook(body('refund.processed', entities({ payment, refund })), undefined);
    expect(named).toMatchObject({ kind: 'refunded', refundId: 'rfnd_1', amount: 1500 });
    const nameless = readWebhook(body('refund.processed', entities({ payment })), undefined);
    expect(nameless).toMatchObject({ kind: 'refunded', refundId: null, amount: 2000 });
  });

  it('that names no payment changes nothing', () => {
    expect(readWebhook(body('order.paid', entities({ order: { amount: 4900 } })), undefined).kind).toBe('noted');
    expect(readWebhook(body('payment.captured', []), undefined)).toMatchObject({ kind: 'noted', orderId: null });
    expect(readWebhook(Buffer.from('{}'), undefined)).toMatchObject({ kind: 'noted', orderId: null, paymentId: null });
  });

  it('is stored without personal data', () => {
    const payment = { ...PAYMENT, ...PERSONAL };
    const whole = entities({ payment, order: { id: 'order_1', ...PERSONAL }, refund: { id: 'rfnd_1', ...PERSONAL } });
    const { payload } = readWebhook(body('refund.processed', whole), 'e');
    expect(JSON.stringify(payload)).not.toMatch(/asha|9876543210|4242|HDFC/i);
    expect(payload).toMatchObject({ event: 'refund.processed', payment: PAYMENT });
  });

  it('without a valid event id is identified by the hash of its bytes', () => {
    const bytes = body('payment.captured', entities({ payment: PAYMENT }));
    const keys = [undefined, '', 'x'.repeat(65), 'a b'].map((id) => readWebhook(bytes, id).eventKey);
    expect(new Set(keys)).toEqual(new Set([expect.stringMatching(/^webhook:[\da-f]{64}$/)]));
    expect(readWebhook(body('payment.captured', {}), undefined).eventKey).not.toBe(keys[0]);
  });

  it.each(['', '[]', 'null', '"x"', '{', '{"a":', '\u0000', '[1'])('%j is rejected', (text) => {
    expect(() => readWebhook(Buffer.from(text), undefined)).toThrow('could not be read');
  });

  it.each([
    ['an invalid id', { id: 'pay 1', order_id: 'order_1' }, { kind: 'noted', paymentId: null }],
    ['an id that is not a string', { id: 7, order_id: ['order_1'] }, { kind: 'noted', orderId: null, paymentId: null }],
    ['an id that is too long', { id: 'x'.repeat(65), order_id: 'order_1' }, { kind: 'noted', paymentId: null }],
  ])('with %s changes nothing', (_what, payment, expected) => {
    expect(readWebhook(body('payment.captured', entities({ payment })), undefined)).toMatchObject(expected);
  });
});
