import { Global, Module } from '@nestjs/common';
import { OutboxModule } from '@app/outbox';
import { Mailer } from './mailer.js';
import { PreviewMailer } from './preview.mailer.js';

@Global()
@Module({
  imports: [OutboxModule],
  providers: [{ provide: Mailer, useClass: PreviewMailer }],
  exports: [Mailer],
})
export class MailModule {}
