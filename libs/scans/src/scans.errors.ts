import type { ErrorDefinition } from '@app/http';

export const ScanErrors = {
  SCAN_NOT_FOUND: { code: 'SCAN_NOT_FOUND', status: 404, message: 'There is no such scan.' },
} as const satisfies Record<string, ErrorDefinition>;
