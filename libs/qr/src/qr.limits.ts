import type { RequestLimit } from '@app/http';

export const QrLimits = {
  LOOK_UP: { name: 'look-up', max: 120, windowSeconds: 60 },
  /** Per owner; generous for real use, and keeps one account from filling the storage. */
  GENERATE: { name: 'generate', max: 120, windowSeconds: 3600 },
  /** Different owners per premium viewer, against harvesting of contacts. */
  OWNERS_SEEN: { name: 'owners-seen', max: 30, windowSeconds: 3600 },
} as const satisfies Record<string, RequestLimit>;
