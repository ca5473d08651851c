export { type Mail, Mailer, MailRefusedError, MailUnavailableError } from './mailer.js';
export { MailModule } from './mail.module.js';
