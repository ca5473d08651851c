import type { ErrorDefinition } from '@app/http';

export const PaymentErrors = {
  PAYMENT_PROVIDER_ERROR: {
    code: 'PAYMENT_PROVIDER_ERROR',
    status: 502,
    message: 'The payment service does not answer right now. Please try again shortly.',
  },
  PAYMENT_NOT_FOUND: { code: 'PAYMENT_NOT_FOUND', status: 404, message: 'This payment was not found.' },
} as const satisfies Record<string, ErrorDefinition>;
