import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '@app/audit';
import { CarsModule } from '@app/cars';
import { ClockModule } from '@app/clock';
import { ConfigModule, type Settings } from '@app/config';
import { DatabaseModule } from '@app/database';
import { HttpModule } from '@app/http';
import { MailModule } from '@app/mail';
import { NotificationsModule, RelayModule } from '@app/notifications';
import { ObservabilityModule } from '@app/observability';
import { QrCodesModule } from '@app/qr';
import { StoreModule } from '@app/redis';
import { GatewayModule } from '@app/payments';
import { PremiumLookupsModule } from '@app/scans';
import { SmsModule } from '@app/sms';
import { StorageModule } from '@app/storage';
import { HousekeepingModule } from './housekeeping.module.js';
import { WorkerServer } from './worker-server.js';

@Module({})
export class WorkerModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: WorkerModule,
      providers: [WorkerServer],
      imports: [
        ConfigModule.forRoot(settings),
        ClockModule,
        ObservabilityModule,
        DatabaseModule.forRoot(settings),
        StoreModule.forRoot(settings),
        StorageModule.forRoot(settings),
        HttpModule,
        AuditModule,
        SmsModule.forRoot(settings),
        GatewayModule.forRoot(settings),
        MailModule.forRoot(settings),
        NotificationsModule.forRoot(settings),
        // TypeORM needs every entity, because they reference each other.
        CarsModule,
        QrCodesModule,
        PremiumLookupsModule,
        HousekeepingModule,
        // With the preview driver the API delivers mails, because it serves the dev mailbox.
        ...(settings.mail.kind === 'preview' ? [] : [RelayModule]),
      ],
    };
  }
}
