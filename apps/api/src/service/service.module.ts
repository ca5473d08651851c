import { type DynamicModule, Module } from '@nestjs/common';
import type { Settings } from '@app/config';
import { OutboxModule } from '@app/outbox';
import { PaymentsModule } from '@app/payments';
import { AppConfigController } from './app-config.controller.js';
import { DevOutboxController } from './dev-outbox.controller.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { Readiness } from './readiness.js';

@Module({})
export class ServiceModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: ServiceModule,
      imports: [PaymentsModule, OutboxModule],
      controllers: [
        AppConfigController,
        HealthController,
        MetricsController,
        ...(settings.hasDevOutbox ? [DevOutboxController] : []),
      ],
      providers: [Readiness],
    };
  }
}
