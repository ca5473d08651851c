import type { RequestLimit } from '@app/http';

/** Limits by address. Whole neighbourhoods share one behind a mobile carrier, so these only stop machines. */
export const AuthLimits = {
  REQUEST_CODE: { name: 'otp-request', max: 100, windowSeconds: 600 },
  VERIFY_CODE: { name: 'otp-verify', max: 300, windowSeconds: 60 },
  REFRESH: { name: 'refresh', max: 300, windowSeconds: 60 },
  SET_PASSWORD: { name: 'set-password', max: 20, windowSeconds: 60 },
  REAUTHENTICATE: { name: 'reauthenticate', max: 60, windowSeconds: 60 },
  PASSWORD_LOGIN: { name: 'password-login', max: 60, windowSeconds: 60 },
} as const satisfies Record<string, RequestLimit>;

export const OTP_REQUESTS_PER_HOUR: RequestLimit = { name: 'hour', max: 5, windowSeconds: 3600 };
export const OTP_REQUESTS_PER_DAY: RequestLimit = { name: 'day', max: 10, windowSeconds: 86_400 };

/** How often one account's password may be tried, whoever tries it. */
export const PASSWORD_TRIES: RequestLimit = { name: 'tries', max: 10, windowSeconds: 900 };
export const PASSWORD_TRIES_PER_DAY: RequestLimit = { name: 'tries-a-day', max: 30, windowSeconds: 86_400 };
