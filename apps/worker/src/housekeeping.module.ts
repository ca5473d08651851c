import { Module } from '@nestjs/common';
import { AuthModule } from '@app/auth';
import { PaymentsModule } from '@app/payments';
import { QrModule } from '@app/qr';
import { UsersModule } from '@app/users';
import { Scheduler } from './scheduler.js';
import { Schedules } from './schedules.js';

/** The scheduled jobs, run by the worker or by the API on the embedded database. */
@Module({ imports: [AuthModule, PaymentsModule, QrModule, UsersModule], providers: [Schedules, Scheduler] })
export class HousekeepingModule {}
