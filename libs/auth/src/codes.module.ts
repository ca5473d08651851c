import { Global, Module } from '@nestjs/common';
import { EmailCodes } from '@app/users';
import { CodeMails } from './code-mails.js';
import { KeysModule } from './keys.module.js';
import { MailedEmailCodes } from './mailed-email-codes.js';
import { OtpRecords } from './otp-records.js';
import { OtpService } from './otp.service.js';
import { SignInNetworks } from './sign-in-networks.js';
import { SmsCodes } from './sms-codes.js';

/** Apart from AuthModule, which builds on users, so that users can be given their codes without a cycle. */
@Global()
@Module({
  imports: [KeysModule],
  providers: [
    OtpRecords,
    OtpService,
    SignInNetworks,
    SmsCodes,
    CodeMails,
    { provide: EmailCodes, useClass: MailedEmailCodes },
  ],
  exports: [OtpService, SignInNetworks, SmsCodes, CodeMails, EmailCodes],
})
export class CodesModule {}
