import { Global, Module } from '@nestjs/common';
import { OutboxModule } from '@app/outbox';
import { PreviewSmsSender } from './preview.sms-sender.js';
import { SmsSender } from './sms-sender.js';

@Global()
@Module({
  imports: [OutboxModule],
  providers: [{ provide: SmsSender, useClass: PreviewSmsSender }],
  exports: [SmsSender],
})
export class SmsModule {}
