import { hasPremiumAt } from './premium.js';

const now = new Date('2026-11-22T10:00:00.000Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);

describe('premium', () => {
  it.each([
    ['premium', later(1), true],
    ['premium', now, false],
    ['premium', later(-1), false],
    ['premium', null, true],
    ['basic', null, false],
    ['basic', later(1), false],
  ] as const)('of the plan %s until %p is active: %s', (plan, premiumExpiryDate, isActive) => {
    expect(hasPremiumAt({ plan, premiumExpiryDate }, now)).toBe(isActive);
  });
});
