import type { RequestLimit } from '@app/http';

export const PaymentLimits = {
  /** New orders of one user; an order that is handed out again is none. */
  CREATE: { name: 'create', max: 20, windowSeconds: 3600 },
  /** What one user's apps may tell of a checkout. */
  VERIFY: { name: 'verify', max: 30, windowSeconds: 60 },
} as const satisfies Record<string, RequestLimit>;

/** Within this time the same plan is the same order. */
export const REUSE_SECONDS = 900;
