import { Module, type OnModuleInit } from '@nestjs/common';
import { OwnerChanges, PersonalData, UsersModule } from '@app/users';
import { LookupCache } from './lookup-cache.js';
import { LookupsController } from './lookups.controller.js';
import { LookupsRepository } from './lookups.repository.js';
import { LookupsService } from './lookups.service.js';

@Module({
  imports: [UsersModule],
  controllers: [LookupsController],
  providers: [LookupsService, LookupsRepository, LookupCache],
  exports: [LookupsService],
})
export class QrModule implements OnModuleInit {
  constructor(
    private readonly lookups: LookupsService,
    private readonly repository: LookupsRepository,
    private readonly ownerChanges: OwnerChanges,
    private readonly personalData: PersonalData,
  ) {}

  onModuleInit(): void {
    this.ownerChanges.register((ownerId) => this.lookups.holdBack(ownerId));
    this.personalData.register('codes', (userId) => this.repository.listCodes(userId));
  }
}
