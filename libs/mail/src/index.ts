export { type Mail, Mailer, MailPerhapsTakenError, MailRefusedError, MailUnavailableError } from './mailer.js';
export { MailModule } from './mail.module.js';
export type { SmtpTimeouts } from './smtp-options.js';
