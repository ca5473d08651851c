import { CommonErrors, type ErrorDefinition } from '@app/http';

export const QrErrors = {
  QR_NOT_FOUND: { code: 'QR_NOT_FOUND', status: 404, message: 'This code does not belong to any car.' },
  RANGE_NOT_SATISFIABLE: {
    ...CommonErrors.INVALID_REQUEST,
    status: 416,
    message: 'The file ends before the part that was asked for.',
  },
  RENDERER_BUSY: {
    ...CommonErrors.SERVICE_UNAVAILABLE,
    message: 'Many stickers are being made right now. Please try again shortly.',
  },
} as const satisfies Record<string, ErrorDefinition>;
