import { Module } from '@nestjs/common';
import { AuthModule } from '@app/auth';
import { QrModule } from '@app/qr';
import { Housekeeping } from './housekeeping.js';

/** What has to be done from time to time, whoever runs it. */
@Module({ imports: [AuthModule, QrModule], providers: [Housekeeping] })
export class HousekeepingModule {}
