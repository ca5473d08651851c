import { type PremiumStep, extendFrom, takeBackFrom } from './premium-timeline.js';

const START = Date.UTC(2026, 0, 1);
const day = (count: number): Date => new Date(START + count * 86_400_000);

/** A user's ledger, each step starting from the expiry after the previous one. */
class History {
  expiry: Date | null;
  readonly steps: PremiumStep[] = [];

  constructor(expiry: Date | null = null) {
    this.expiry = expiry;
  }

  give(orderId: string | null, days: number, at: Date): this {
    this.steps.push({
      kind: orderId ? 'captured' : 'granted',
      orderId,
      days,
      expiryBefore: this.expiry,
      createdAt: at,
    });
    this.expiry = extendFrom(this.expiry, days, at);
    return this;
  }

  revoke(at: Date): this {
    this.steps.push({ kind: 'revoked', orderId: null, days: 0, expiryBefore: this.expiry, createdAt: at });
    this.expiry = new Date(Math.min(this.expiry?.getTime() ?? 0, at.getTime()));
    return this;
  }

  takeBack(orderId: string, days: number, at: Date): this {
    const expiryBefore = this.expiry;
    this.expiry = expiryBefore && takeBackFrom(expiryBefore, this.steps, orderId, days);
    this.steps.push({ kind: 'refunded', orderId, days: -days, expiryBefore, createdAt: at });
    return this;
  }
}

describe('extending premium', () => {
  it.each([
    [null, 30],
    [day(-5), 30],
    [day(0), 30],
    [day(7), 37],
  ])('from %p counts the days from the later of the expiry and now', (expiry, end) => {
    expect(extendFrom(expiry, 30, day(0))).toEqual(day(end));
  });
});

describe('removing premium', () => {
  it('restores the expiry before the order', () => {
    expect(new History().give('A', 30, day(0)).takeBack('A', 30, day(3)).expiry).toBeNull();
    expect(new History(day(-9)).give('A', 30, day(0)).takeBack('A', 30, day(3)).expiry).toEqual(day(-9));
    expect(new History(day(9)).give('A', 30, day(0)).takeBack('A', 30, day(3)).expiry).toEqual(day(9));
  });

  it('in part leaves the remaining days', () => {
    expect(new History().give('A', 30, day(0)).takeBack('A', 10, day(3)).expiry).toEqual(day(20));
  });

  it('does not shorten an order bought after the expiry', () => {
    const history = new History().give('A', 30, day(0)).give('B', 30, day(60)).takeBack('A', 30, day(70));
    expect(history.expiry).toEqual(day(90));
  });

  it('shortens a later order by the unused days only', () => {
    const history = new History().give('A', 30, day(0)).give('B', 30, day(10)).takeBack('A', 30, day(20));
    expect(history.expiry).toEqual(day(40));
  });

  it('keeps days granted by support, and revoked premium stays revoked', () => {
    expect(new History().give('A', 30, day(0)).give(null, 5, day(1)).takeBack('A', 30, day(2)).expiry).toEqual(day(6));
    expect(new History().give('A', 30, day(0)).revoke(day(4)).takeBack('A', 30, day(5)).expiry).toBeNull();
    const ended = new History().give('A', 30, day(0)).give('B', 30, day(1)).revoke(day(4)).takeBack('A', 30, day(5));
    expect(ended.expiry).toEqual(day(4));
  });

  it('of two orders gives the same result in either sequence', () => {
    const bought = () => new History().give('A', 30, day(0)).give('B', 180, day(10)).give('C', 30, day(20));
    const one = bought().takeBack('A', 30, day(30)).takeBack('B', 90, day(31));
    const other = bought().takeBack('B', 90, day(30)).takeBack('A', 30, day(31));
    expect(one.expiry).toEqual(other.expiry);
    expect(one.expiry).toEqual(new History().give('B', 90, day(10)).give('C', 30, day(20)).expiry);
  });

  it('of an order that was paid, refunded and paid again works again', () => {
    const history = new History().give('A', 30, day(0)).takeBack('A', 30, day(1)).give('A', 30, day(50));
    expect(history.expiry).toEqual(day(80));
    expect(history.takeBack('A', 10, day(51)).expiry).toEqual(day(70));
  });
});
