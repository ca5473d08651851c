import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '@app/audit';
import { AuthModule } from '@app/auth';
import { CarsModule } from '@app/cars';
import { ClockModule } from '@app/clock';
import { ConfigModule, type Settings } from '@app/config';
import { DatabaseModule } from '@app/database';
import { HttpModule } from '@app/http';
import { MailModule } from '@app/mail';
import { NotificationsModule, RelayModule } from '@app/notifications';
import { ObservabilityModule } from '@app/observability';
import { GatewayModule, PaymentsModule } from '@app/payments';
import { QrCodesModule, QrModule } from '@app/qr';
import { StoreModule } from '@app/redis';
import { PremiumLookupsModule, ScansModule } from '@app/scans';
import { SmsModule } from '@app/sms';
import { StorageModule } from '@app/storage';
import { UsersModule } from '@app/users';
import { HousekeepingModule } from '../../worker/src/housekeeping.module.js';
import { ServiceModule } from './service/service.module.js';

@Module({})
export class AppModule {
  /** The whole API. On the embedded database it also runs the worker's jobs. */
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: AppModule,
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
        MailModule.forRoot(settings),
        NotificationsModule.forRoot(settings),
        AuthModule,
        UsersModule,
        CarsModule,
        QrCodesModule,
        QrModule,
        PremiumLookupsModule,
        ScansModule,
        GatewayModule.forRoot(settings),
        PaymentsModule,
        ServiceModule.forRoot(settings),
        ...(settings.database.kind === 'sqlite' ? [HousekeepingModule] : []),
        // The dev mailbox only has the messages of its own process.
        ...(settings.database.kind === 'sqlite' || settings.mail.kind === 'preview' ? [RelayModule] : []),
      ],
    };
  }
}
