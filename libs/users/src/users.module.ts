import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from '@app/clock';
import { Recipients } from '@app/notifications';
import { Erasures } from './erasures.js';
import { OwnerChanges } from './owner-changes.js';
import { PersonalData } from './personal-data.js';
import { User } from './user.entity.js';
import { UnsubscribeController } from './unsubscribe.controller.js';
import { UsersController } from './users.controller.js';
import { toUserResponse } from './users.dto.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([User])],
  controllers: [UsersController, UnsubscribeController],
  providers: [UsersService, OwnerChanges, Erasures, PersonalData],
  exports: [UsersService, OwnerChanges, Erasures, PersonalData],
})
export class UsersModule implements OnModuleInit {
  constructor(
    private readonly users: UsersService,
    private readonly personalData: PersonalData,
    private readonly recipients: Recipients,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.personalData.register('user', async (userId) =>
      toUserResponse(await this.users.getUser(userId), this.clock.now()),
    );
    this.recipients.register((userId) => this.users.findRecipient(userId));
  }
}
