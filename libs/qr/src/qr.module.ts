import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CarsModule } from '@app/cars';
import { StickersModule } from '@app/stickers';
import { Erasures, OwnerChanges, PersonalData, UsersModule } from '@app/users';
import { AdminCodesController } from './admin-codes.controller.js';
import { AdminCodesService } from './admin-codes.service.js';
import { DiscardedFile } from './discarded-file.entity.js';
import { DiscardedFiles } from './discarded-files.js';
import { LookupCache } from './lookup-cache.js';
import { LookupsController } from './lookups.controller.js';
import { LookupsRepository } from './lookups.repository.js';
import { LookupsService } from './lookups.service.js';
import { Sticker } from './sticker.entity.js';
import { StickerFiles } from './sticker-files.js';
import { StickersController } from './stickers.controller.js';
import { StickersRepository } from './stickers.repository.js';
import { StickersService } from './stickers.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Sticker, DiscardedFile]), CarsModule, StickersModule, UsersModule],
  controllers: [LookupsController, StickersController, AdminCodesController],
  providers: [
    AdminCodesService,
    LookupsService,
    LookupsRepository,
    LookupCache,
    StickersService,
    StickersRepository,
    StickerFiles,
    DiscardedFiles,
  ],
  exports: [LookupsService, DiscardedFiles],
})
export class QrModule implements OnModuleInit {
  constructor(
    private readonly lookups: LookupsService,
    private readonly repository: LookupsRepository,
    private readonly ownerChanges: OwnerChanges,
    private readonly erasures: Erasures,
    private readonly discardedFiles: DiscardedFiles,
    private readonly stickers: StickersRepository,
    private readonly personalData: PersonalData,
  ) {}

  onModuleInit(): void {
    this.ownerChanges.register((manager, ownerId) => this.lookups.holdBack(manager, ownerId));
    this.erasures.register(this.discardedFiles);
    this.personalData.register('stickers', (ownerId) => this.stickers.exportOf(ownerId));
    this.personalData.register('codes', (userId) => this.repository.listCodes(userId));
  }
}
