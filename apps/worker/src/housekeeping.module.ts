import { Module } from '@nestjs/common';
import { AuthModule } from '@app/auth';
import { PaymentsModule } from '@app/payments';
import { QrModule } from '@app/qr';
import { Housekeeping } from './housekeeping.js';
import { Reconciliation } from './reconciliation.js';

/** What has to be done from time to time, whoever runs it. */
@Module({ imports: [AuthModule, PaymentsModule, QrModule], providers: [Housekeeping, Reconciliation] })
export class HousekeepingModule {}
