import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SecurityEvents } from '@app/audit';
import { Clock } from '@app/clock';
import { NotificationsRepository, Recipients } from '@app/notifications';
import { AccountNotices } from './account-notices.js';
import { AccountWords, wordsOfProfile } from './account-words.js';
import { AdminAct } from './admin-act.entity.js';
import { AdminActsController } from './admin-acts.controller.js';
import { AdminActs } from './admin-acts.service.js';
import { AdminNotificationsController } from './admin-notifications.controller.js';
import { AdminNotificationsService } from './admin-notifications.service.js';
import { Erasures } from './erasures.js';
import { Exports } from './exports.js';
import { OwnerChanges } from './owner-changes.js';
import { PersonalData } from './personal-data.js';
import { ReplacedContact } from './replaced-contact.entity.js';
import { ReplacedContacts } from './replaced-contacts.service.js';
import { UserEmails } from './user-emails.service.js';
import { UsedLink } from './used-link.entity.js';
import { UsedLinks } from './used-links.service.js';
import { User } from './user.entity.js';
import { UnsubscribeController } from './unsubscribe.controller.js';
import { UsersController } from './users.controller.js';
import { toUserResponse } from './users.dto.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([User, AdminAct, ReplacedContact, UsedLink])],
  controllers: [UsersController, UnsubscribeController, AdminActsController, AdminNotificationsController],
  providers: [
    UsersService,
    UserEmails,
    AccountNotices,
    AdminActs,
    AdminNotificationsService,
    OwnerChanges,
    Erasures,
    PersonalData,
    Exports,
    AccountWords,
    ReplacedContacts,
    UsedLinks,
  ],
  exports: [
    UsersService,
    UserEmails,
    AccountNotices,
    AdminActs,
    OwnerChanges,
    Erasures,
    PersonalData,
    Exports,
    AccountWords,
    ReplacedContacts,
    UsedLinks,
  ],
})
export class UsersModule implements OnModuleInit {
  constructor(
    private readonly users: UsersService,
    private readonly acts: AdminActs,
    private readonly personalData: PersonalData,
    private readonly accountWords: AccountWords,
    private readonly recipients: Recipients,
    private readonly outbox: NotificationsRepository,
    private readonly securityEvents: SecurityEvents,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.personalData.register('user', async (userId) =>
      toUserResponse(await this.users.getUser(userId), this.clock.now()),
    );
    this.personalData.register('adminActs', (userId) => this.acts.listActsUpon(userId));
    this.personalData.register('securityEvents', (userId) => this.securityEvents.listOf(userId));
    this.personalData.register('notices', (userId) => this.outbox.listUntoldOf(userId));
    this.accountWords.register(async (userId) => wordsOfProfile(await this.users.getCaller(userId)));
    this.recipients.register((userId) => this.users.findRecipient(userId));
  }
}
