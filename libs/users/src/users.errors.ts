import type { ErrorDefinition } from '@app/http';

export const UserErrors = {
  USER_NOT_FOUND: { code: 'USER_NOT_FOUND', status: 404, message: 'There is no such user.' },
  EMAIL_TAKEN: { code: 'EMAIL_TAKEN', status: 409, message: 'This e-mail address belongs to another account.' },
  INVALID_OTP: { code: 'INVALID_OTP', status: 401, message: 'This code is not valid. Please ask for a new one.' },
  PHONE_TAKEN: { code: 'PHONE_TAKEN', status: 409, message: 'This phone number belongs to another account.' },
} as const satisfies Record<string, ErrorDefinition>;
