import { type DynamicModule, Module } from '@nestjs/common';
import type { Settings, SmsProviderSettings } from '@app/config';
import { Metrics } from '@app/observability';
import { OutboxModule } from '@app/outbox';
import { Msg91SmsProvider } from './msg91.sms-provider.js';
import { PreviewSmsSender } from './preview.sms-sender.js';
import { ProviderSmsSender } from './provider.sms-sender.js';
import type { SmsProvider } from './sms-provider.js';
import { SmsSender } from './sms-sender.js';
import { TwilioSmsProvider } from './twilio.sms-provider.js';

@Module({})
export class SmsModule {
  /** Provides SmsSender globally, with the configured driver. */
  static forRoot({ sms, otp }: Pick<Settings, 'sms' | 'otp'>): DynamicModule {
    const shared = { module: SmsModule, global: true, exports: [SmsSender] };
    if (sms.kind === 'preview') {
      return { ...shared, imports: [OutboxModule], providers: [{ provide: SmsSender, useClass: PreviewSmsSender }] };
    }
    const useFactory = (metrics: Metrics): SmsSender =>
      new ProviderSmsSender(sms.providers.map(toProvider), otp.testNumbers, metrics);
    return { ...shared, providers: [{ provide: SmsSender, inject: [Metrics], useFactory }] };
  }
}

function toProvider(settings: SmsProviderSettings): SmsProvider {
  switch (settings.kind) {
    case 'msg91':
      return new Msg91SmsProvider(settings);
    case 'twilio':
      return new TwilioSmsProvider(settings);
  }
}
