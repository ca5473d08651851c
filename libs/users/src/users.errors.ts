import type { ErrorDefinition } from '@app/http';

export const UserErrors = {
  USER_NOT_FOUND: { code: 'USER_NOT_FOUND', status: 404, message: 'There is no such user.' },
  EMAIL_TAKEN: { code: 'EMAIL_TAKEN', status: 409, message: 'This e-mail address belongs to another account.' },
  PHONE_TAKEN: { code: 'PHONE_TAKEN', status: 409, message: 'This phone number belongs to another account.' },
} as const satisfies Record<string, ErrorDefinition>;
