import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PremiumLookups } from '@app/qr';
import { Erasures, UsersModule } from '@app/users';
import { LeftScansEraser } from './left-scans.eraser.js';
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
    LeftScansEraser,
    { provide: PremiumLookups, useClass: LoggedPremiumLookups },
  ],
  exports: [ScansRepository, ScanRecorder, ScanRetention, PremiumLookups],
})
export class PremiumLookupsModule implements OnModuleInit {
  constructor(
    private readonly erasures: Erasures,
    private readonly leftScans: LeftScansEraser,
  ) {}

  onModuleInit(): void {
    this.erasures.register(this.leftScans);
  }
}
