import { Module, type OnModuleInit } from '@nestjs/common';
import { OwnerChanges, UsersModule } from '@app/users';
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
    private readonly ownerChanges: OwnerChanges,
  ) {}

  onModuleInit(): void {
    this.ownerChanges.register((ownerId) => this.lookups.holdBack(ownerId));
  }
}
