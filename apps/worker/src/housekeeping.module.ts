import { Module } from '@nestjs/common';
import { AuthModule } from '@app/auth';
import { Housekeeping } from './housekeeping.js';

/** What has to be done from time to time, whoever runs it. */
@Module({ imports: [AuthModule], providers: [Housekeeping] })
export class HousekeepingModule {}
