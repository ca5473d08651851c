export { type Mail, Mailer } from './mailer.js';
export { MailModule } from './mail.module.js';
