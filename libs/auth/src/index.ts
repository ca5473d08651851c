export { AccountsService } from './accounts.service.js';
export { AuthLimits } from './auth.limits.js';
export { AuthModule } from './auth.module.js';
export { OTP_DIGITS } from './otp.service.js';
export { SessionsService } from './sessions.service.js';
