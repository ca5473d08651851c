import { CommonErrors, type ErrorDefinition } from '@app/http';
import { UserErrors } from '@app/users';

export const AuthErrors = {
  INVALID_OTP: UserErrors.INVALID_OTP,
  INVALID_CREDENTIALS: { code: 'INVALID_CREDENTIALS', status: 401, message: 'The account or the password is wrong.' },
  INVALID_REFRESH_TOKEN: { code: 'INVALID_REFRESH_TOKEN', status: 401, message: 'Please sign in again.' },
  /** Told only to who has proved that the account is theirs. */
  ACCOUNT_DISABLED: {
    ...CommonErrors.FORBIDDEN,
    message: 'This account has been disabled. Please write to our support.',
  },
  SESSION_NOT_FOUND: { code: 'SESSION_NOT_FOUND', status: 404, message: 'There is no such session.' },
} as const satisfies Record<string, ErrorDefinition>;
