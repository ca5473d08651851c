import type { RequestLimit } from '@app/http';

export const QrLimits = {
  LOOK_UP: { name: 'look-up', max: 120, windowSeconds: 60 },
  /** Stickers that one owner may ask for: more than any car has windows, less than would fill a disk. */
  GENERATE: { name: 'generate', max: 120, windowSeconds: 3600 },
  /** Different owners that a premium viewer may see: premium is no harvesting tool. */
  OWNERS_SEEN: { name: 'owners-seen', max: 30, windowSeconds: 3600 },
} as const satisfies Record<string, RequestLimit>;
