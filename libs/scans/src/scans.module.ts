import { Module, type OnModuleInit } from '@nestjs/common';
import { CarsModule } from '@app/cars';
import { QrModule } from '@app/qr';
import { PersonalData, UsersModule } from '@app/users';
import { toScanActivity } from './scans.dto.js';
import { ScansController } from './scans.controller.js';
import { ScansService } from './scans.service.js';

@Module({
  imports: [CarsModule, QrModule, UsersModule],
  controllers: [ScansController],
  providers: [ScansService],
})
export class ScansModule implements OnModuleInit {
  constructor(
    private readonly scans: ScansService,
    private readonly personalData: PersonalData,
  ) {}

  onModuleInit(): void {
    this.personalData.register('scans', (userId) => this.listAll(userId));
  }

  private async *listAll(userId: string): AsyncGenerator {
    for await (const scan of this.scans.exportScansOf(userId, { from: null, to: null })) yield toScanActivity(scan);
  }
}
