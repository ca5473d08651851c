import type { ErrorDefinition } from '@app/http';

export const PaymentErrors = {
  PAYMENT_PROVIDER_ERROR: {
    code: 'PAYMENT_PROVIDER_ERROR',
    status: 502,
    message: 'The payment provider is not responding. Please try again in a moment.',
  },
  PAYMENT_NOT_FOUND: { code: 'PAYMENT_NOT_FOUND', status: 404, message: 'Payment not found.' },
  INVALID_SIGNATURE: { code: 'INVALID_SIGNATURE', status: 400, message: 'The signature does not match.' },
  AMOUNT_MISMATCH: {
    code: 'AMOUNT_MISMATCH',
    status: 422,
    message: 'The amount does not match the price of this plan.',
  },
  INVALID_PLAN: { code: 'INVALID_PLAN', status: 422, message: 'Unknown plan.' },
} as const satisfies Record<string, ErrorDefinition>;
