export { isSmsNumberInvalid, isSmsUnavailable } from './sms-errors.js';
export { type Sms, type SmsKind, SmsSender } from './sms-sender.js';
export { SmsModule } from './sms.module.js';
