import type { RequestLimit } from '@app/http';

export const PaymentLimits = {
  /** New orders of one user; reused orders don't count. */
  CREATE: { name: 'create', max: 20, windowSeconds: 3600 },
  VERIFY: { name: 'verify', max: 30, windowSeconds: 60 },
} as const satisfies Record<string, RequestLimit>;

/** Ordering the same plan again within this time reuses the open order. */
export const REUSE_SECONDS = 900;
