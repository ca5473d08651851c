import { Global, Module } from '@nestjs/common';
import { EmailCodes } from '@app/users';
import { CodeMails } from './code-mails.js';
import { KeysModule } from './keys.module.js';
import { MailedEmailCodes } from './mailed-email-codes.js';
import { OtpService } from './otp.service.js';

/** Apart from AuthModule, which builds on users, so that users can be given their codes without a cycle. */
@Global()
@Module({
  imports: [KeysModule],
  providers: [OtpService, CodeMails, { provide: EmailCodes, useClass: MailedEmailCodes }],
  exports: [OtpService, CodeMails, EmailCodes],
})
export class CodesModule {}
