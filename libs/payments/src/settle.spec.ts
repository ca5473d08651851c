import { type Fact, isPaidTwice, settle } from './settle.js';

const ORDER = { amount: 4900, planDuration: 30 };

const captured = (paymentId = 'pay_1'): Fact => ({ kind: 'captured', paymentId, refundId: null, amount: 4900 });
const failed = (paymentId = 'pay_1'): Fact => ({ kind: 'failed', paymentId, refundId: null, amount: 4900 });
const refunded = (amount: number, refundId: string | null = `r${amount}`, paymentId = 'pay_1'): Fact => ({
  kind: 'refunded',
  paymentId,
  refundId,
  amount,
});
const paidSomehow: Fact = { kind: 'captured', paymentId: null, refundId: null, amount: 4900 };
const returned: Fact = { kind: 'returned', paymentId: 'pay_1', refundId: 'rfnd_1', amount: 4900 };
const noted: Fact = { kind: 'noted', paymentId: 'pay_1', refundId: null, amount: null };
const mismatched: Fact = { kind: 'mismatched', paymentId: 'pay_1', refundId: null, amount: 1 };

describe('an order', () => {
  it.each<[string, Fact[], string, number]>([
    ['nothing', [], 'pending', 0],
    ['events without effect', [noted, mismatched], 'pending', 0],
    ['a failure', [failed()], 'failed', 0],
    ['a payment', [captured()], 'completed', 30],
    ['a payment reported twice', [captured(), captured()], 'completed', 30],
    ['a late payment', [failed(), captured()], 'completed', 30],
    ['a payment and a late failure', [captured(), failed()], 'completed', 30],
    ['two payments', [captured(), captured('pay_2')], 'completed', 30],
    ['two payments, one of them refunded', [captured(), captured('pay_2'), refunded(4900)], 'completed', 30],
    ['a full refund', [captured(), refunded(4900)], 'refunded', 0],
    ['a full refund reported twice', [captured(), refunded(4900, 'a'), refunded(4900, 'a')], 'refunded', 0],
    ['a refund of more than the amount', [captured(), refunded(1_000_000_000)], 'refunded', 0],
    ['a refund reported before the payment', [refunded(4900), captured()], 'refunded', 0],
    ['a refund without its payment', [refunded(2450)], 'completed', 15],
    ['a half refund', [captured(), refunded(2450)], 'completed', 15],
    ['a half refund reported twice', [captured(), refunded(2450, 'a'), refunded(2450, 'a')], 'completed', 15],
    ['two half refunds', [captured(), refunded(2450, 'a'), refunded(2450, 'b')], 'refunded', 0],
    ['a tiny refund', [captured(), refunded(1)], 'completed', 30],
    ['an almost full refund', [captured(), refunded(4899)], 'completed', 1],
    [
      'a refund and an equal cumulative total',
      [captured(), refunded(2450, 'a'), refunded(2450, null)],
      'completed',
      15,
    ],
    [
      'a refund and a higher cumulative total',
      [captured(), refunded(1000, 'a'), refunded(2450, null)],
      'completed',
      15,
    ],
    ['an uncaptured payment returned', [returned], 'pending', 0],
    ['a failure and an uncaptured payment returned', [failed(), returned], 'failed', 0],
    ['a reported payment returned uncaptured', [captured(), returned], 'refunded', 0],
    ['an uncaptured payment returned and another payment', [returned, captured('pay_2')], 'completed', 30],
    ['a payment without an id', [paidSomehow], 'completed', 30],
    ['a payment reported without and with its id', [paidSomehow, captured()], 'completed', 30],
    ['a payment without an id, refunded by id', [paidSomehow, refunded(4900)], 'refunded', 0],
    ['a refund of another payment', [captured(), failed('pay_2'), refunded(4900, 'a', 'pay_2')], 'completed', 30],
  ])('with %s', (_what, facts, status, days) => {
    expect(settle(ORDER, facts)).toMatchObject({ status, days });
  });

  it('does not depend on the sequence of its facts', () => {
    const facts = [captured(), refunded(1000, 'a'), failed(), captured('pay_2'), refunded(4900, 'b', 'pay_2')];
    const outcomes = permutations(facts).map((order) => settle(ORDER, order));
    expect(new Set(outcomes.map(({ status, days }) => `${status} ${days}`))).toEqual(new Set(['completed 24']));
  });

  it('never gains days by a refund, and has none exactly when fully refunded, at any price and duration', () => {
    for (const planDuration of [1, 7, 30, 365]) {
      for (const amount of [1, 100, 4900, 49_901]) {
        let last = planDuration;
        for (let share = 1; share <= 20; share += 1) {
          const paidBack = Math.floor((amount * share) / 20);
          if (paidBack === 0) continue;
          const { days } = settle({ amount, planDuration }, [captured(), refunded(paidBack, null)]);
          expect(days).toBeLessThanOrEqual(last);
          expect(days === 0).toBe(paidBack === amount);
          last = days;
        }
      }
    }
  });

  it('has the id of the first payment', () => {
    expect(settle(ORDER, [failed('pay_0'), captured('pay_1'), captured('pay_2')]).paymentId).toBe('pay_1');
    expect(settle(ORDER, [failed('pay_0')]).paymentId).toBeNull();
  });
});

describe('an order paid twice', () => {
  it('has two payments, not one reported twice', () => {
    expect(isPaidTwice([captured(), captured('pay_2')])).toBe(true);
    expect(isPaidTwice([captured(), captured(), refunded(4900, 'a', 'pay_2')])).toBe(false);
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}
