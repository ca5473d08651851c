import { CommonErrors, type ErrorDefinition } from '@app/http';

export const QrErrors = {
  QR_NOT_FOUND: { code: 'QR_NOT_FOUND', status: 404, message: 'This code is not linked to a car.' },
  RANGE_NOT_SATISFIABLE: {
    ...CommonErrors.INVALID_REQUEST,
    status: 416,
    message: 'The requested range is beyond the end of the file.',
  },
  RENDERER_BUSY: {
    ...CommonErrors.SERVICE_UNAVAILABLE,
    message: 'Too many stickers are being made right now. Please try again in a moment.',
  },
} as const satisfies Record<string, ErrorDefinition>;
