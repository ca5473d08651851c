import { type DynamicModule, Module } from '@nestjs/common';
import { MailerModule, MailerService } from '@nestjs-modules/mailer';
import type { Settings } from '@app/config';
import { OutboxModule } from '@app/outbox';
import { Mailer } from './mailer.js';
import { PreviewMailer } from './preview.mailer.js';
import { SmtpMailer } from './smtp.mailer.js';
import { SMTP_TIMEOUTS, smtpOptions } from './smtp-options.js';

@Module({})
export class MailModule {
  /** Provides the Mailer globally, with the configured driver. */
  static forRoot({ mail, http }: Pick<Settings, 'mail' | 'http'>, timeouts = SMTP_TIMEOUTS): DynamicModule {
    const driver =
      mail.kind === 'preview'
        ? { imports: [OutboxModule], providers: [{ provide: Mailer, useClass: PreviewMailer }] }
        : {
            imports: [MailerModule.forRoot(smtpOptions(mail, timeouts))],
            providers: [
              {
                provide: Mailer,
                inject: [MailerService],
                useFactory: (smtp: MailerService) =>
                  new SmtpMailer(smtp, mail.from, new URL(http.publicUrl).hostname, timeouts.sendMs),
              },
            ],
          };
    return { module: MailModule, global: true, ...driver, exports: [Mailer] };
  }
}
