import type { ErrorDefinition } from '@app/http';

export const QrErrors = {
  QR_NOT_FOUND: { code: 'QR_NOT_FOUND', status: 404, message: 'This code does not belong to any car.' },
} as const satisfies Record<string, ErrorDefinition>;
