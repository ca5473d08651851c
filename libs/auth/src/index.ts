export { AccountsService } from './accounts.service.js';
export { AuthErrors } from './auth.errors.js';
export { AuthLimits, OTP_REQUESTS_PER_DAY, OTP_REQUESTS_PER_HOUR } from './auth.limits.js';
export { AuthModule } from './auth.module.js';
export { OTP_DIGITS } from './otp.service.js';
export { SessionsService } from './sessions.service.js';
