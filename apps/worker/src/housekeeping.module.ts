import { Module } from '@nestjs/common';
import { AuthModule } from '@app/auth';
import { PaymentsModule } from '@app/payments';
import { QrModule } from '@app/qr';
import { UsersModule } from '@app/users';
import { Scheduler } from './scheduler.js';
import { Schedules } from './schedules.js';

/** What has to be done from time to time, whoever does it. */
@Module({ imports: [AuthModule, PaymentsModule, QrModule, UsersModule], providers: [Schedules, Scheduler] })
export class HousekeepingModule {}
