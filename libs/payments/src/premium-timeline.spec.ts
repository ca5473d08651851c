import { type PremiumStep, extendFrom, takeBackFrom } from './premium-timeline.js';

const START = Date.UTC(2026, 0, 1);
const day = (count: number): Date => new Date(START + count * 86_400_000);

/** A user whose ledger is written as it really is: every step from the end that the one before it left. */
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

describe('premium that is extended', () => {
  it.each([
    [null, 30],
    [day(-5), 30],
    [day(0), 30],
    [day(7), 37],
  ])('from %p ends so many days after the later of then and now', (expiry, end) => {
    expect(extendFrom(expiry, 30, day(0))).toEqual(day(end));
  });
});

describe('premium that is taken back', () => {
  it('is as if it had never been, where there was nothing else', () => {
    expect(new History().give('A', 30, day(0)).takeBack('A', 30, day(3)).expiry).toBeNull();
    expect(new History(day(-9)).give('A', 30, day(0)).takeBack('A', 30, day(3)).expiry).toEqual(day(-9));
    expect(new History(day(9)).give('A', 30, day(0)).takeBack('A', 30, day(3)).expiry).toEqual(day(9));
  });

  it('in part leaves the rest of the days', () => {
    expect(new History().give('A', 30, day(0)).takeBack('A', 10, day(3)).expiry).toEqual(day(20));
  });

  it('does not shorten what was bought after it had run out', () => {
    const history = new History().give('A', 30, day(0)).give('B', 30, day(60)).takeBack('A', 30, day(70));
    expect(history.expiry).toEqual(day(90));
  });

  it('shortens what was bought on top of it only by the days that were still to come', () => {
    const history = new History().give('A', 30, day(0)).give('B', 30, day(10)).takeBack('A', 30, day(20));
    expect(history.expiry).toEqual(day(40));
  });

  it('leaves what support gave, and what was ended stays ended', () => {
    expect(new History().give('A', 30, day(0)).give(null, 5, day(1)).takeBack('A', 30, day(2)).expiry).toEqual(day(6));
    expect(new History().give('A', 30, day(0)).revoke(day(4)).takeBack('A', 30, day(5)).expiry).toBeNull();
    const ended = new History().give('A', 30, day(0)).give('B', 30, day(1)).revoke(day(4)).takeBack('A', 30, day(5));
    expect(ended.expiry).toEqual(day(4));
  });

  it('twice, of two orders, is the same whichever is first', () => {
    const bought = () => new History().give('A', 30, day(0)).give('B', 180, day(10)).give('C', 30, day(20));
    const one = bought().takeBack('A', 30, day(30)).takeBack('B', 90, day(31));
    const other = bought().takeBack('B', 90, day(30)).takeBack('A', 30, day(31));
    expect(one.expiry).toEqual(other.expiry);
    expect(one.expiry).toEqual(new History().give('B', 90, day(10)).give('C', 30, day(20)).expiry);
  });

  it('may be given again, and taken again', () => {
    const history = new History().give('A', 30, day(0)).takeBack('A', 30, day(1)).give('A', 30, day(50));
    expect(history.expiry).toEqual(day(80));
    expect(history.takeBack('A', 10, day(51)).expiry).toEqual(day(70));
  });
});
