import type { ErrorDefinition } from '@app/http';

export const AuthErrors = {
  INVALID_OTP: { code: 'INVALID_OTP', status: 401, message: 'This code is not valid. Please ask for a new one.' },
  INVALID_CREDENTIALS: { code: 'INVALID_CREDENTIALS', status: 401, message: 'The account or the password is wrong.' },
  INVALID_REFRESH_TOKEN: { code: 'INVALID_REFRESH_TOKEN', status: 401, message: 'Please sign in again.' },
  SESSION_NOT_FOUND: { code: 'SESSION_NOT_FOUND', status: 404, message: 'There is no such session.' },
} as const satisfies Record<string, ErrorDefinition>;
