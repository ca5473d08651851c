import { Module, type OnModuleInit } from '@nestjs/common';
import { CarsModule } from '@app/cars';
import { QrModule } from '@app/qr';
import { PersonalData, UsersModule } from '@app/users';
import { CodePageController } from './page/code-page.controller.js';
import { ResultTokens } from './page/result-tokens.js';
import { ScanPageController } from './page/scan-page.controller.js';
import type { Scan } from './scan.entity.js';
import { toScanActivity, toSubmittedScan } from './scans.dto.js';
import { ScansController } from './scans.controller.js';
import { ScansService } from './scans.service.js';

@Module({
  imports: [CarsModule, QrModule, UsersModule],
  controllers: [ScansController, ScanPageController, CodePageController],
  providers: [ScansService, ResultTokens],
})
export class ScansModule implements OnModuleInit {
  constructor(
    private readonly scans: ScansService,
    private readonly personalData: PersonalData,
  ) {}

  onModuleInit(): void {
    const always = { from: null, to: null };
    this.personalData.register('scans', (userId) => each(this.scans.exportScansOf(userId, always), toScanActivity));
    this.personalData.register('submittedScans', (userId) => each(this.scans.listScansLeftBy(userId), toSubmittedScan));
  }
}

async function* each<T>(scans: AsyncIterable<Scan>, toResponse: (scan: Scan) => T): AsyncGenerator<T> {
  for await (const scan of scans) yield toResponse(scan);
}
