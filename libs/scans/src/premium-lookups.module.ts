import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PremiumLookups } from '@app/qr';
import { UsersModule } from '@app/users';
import { LoggedPremiumLookups } from './logged-premium-lookups.js';
import { Scan } from './scan.entity.js';
import { ScanRecorder } from './scan-recorder.js';
import { ScanRetention } from './scan-retention.js';
import { ScansRepository } from './scans.repository.js';

/** Apart from ScansModule, which builds on look-ups, so that look-ups can be logged without a cycle. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Scan]), UsersModule],
  providers: [
    ScansRepository,
    ScanRecorder,
    ScanRetention,
    { provide: PremiumLookups, useClass: LoggedPremiumLookups },
  ],
  exports: [ScansRepository, ScanRecorder, ScanRetention, PremiumLookups],
})
export class PremiumLookupsModule {}
