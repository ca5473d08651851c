import type { RequestLimit } from '@app/http';

export const ScanLimits = {
  SUBMIT: { name: 'scan', max: 30, windowSeconds: 60 },
  /** For one scanner phone and one car. */
  PER_PHONE: { name: 'phone', max: 3, windowSeconds: 600 },
  /** For one address and one car, so that an address can't use up the car's own limit. */
  PER_ADDRESS: { name: 'scan-car', max: 6, windowSeconds: 3600 },
  /** For one car, so that nobody can bury an owner. */
  PER_CAR: { name: 'car', max: 20, windowSeconds: 3600 },
} as const satisfies Record<string, RequestLimit>;

/** Within this time the same submission is a double tap or a retry. */
export const REPEAT_SECONDS = 60;

/** Within this time a premium viewer's look-ups of one car are one. */
export const PREMIUM_REPEAT_SECONDS = 3600;
