import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Settings } from '@app/config';
import { AlertTurn } from './alert-turn.entity.js';
import { AccountLinks } from './account-links.js';
import { Composer } from './composer.js';
import { Delivery } from './delivery.js';
import { HeldNotifications } from './held-notifications.js';
import { NotificationKeys } from './keys.js';
import { MemoryWakeUps } from './memory.wake-ups.js';
import { Notification } from './notification.entity.js';
import { NotificationsRepository } from './notifications.repository.js';
import { Notifications } from './notifications.service.js';
import { ParkedNotifications } from './parked-notifications.js';
import { Payloads } from './payloads.js';
import { QueueWakeUps } from './queue.wake-ups.js';
import { Recipients } from './recipients.js';
import { Relay } from './relay.js';
import { UnsubscribeLinks } from './unsubscribe-links.js';
import { WakeUps } from './wake-ups.js';

@Module({})
export class NotificationsModule {
  /** Lets every feature tell somebody something. Who delivers it imports RelayModule, too. */
  static forRoot({ redis }: Pick<Settings, 'redis'>): DynamicModule {
    return {
      module: NotificationsModule,
      global: true,
      imports: [TypeOrmModule.forFeature([Notification, AlertTurn])],
      providers: [
        Notifications,
        NotificationsRepository,
        NotificationKeys,
        Payloads,
        ParkedNotifications,
        HeldNotifications,
        Recipients,
        UnsubscribeLinks,
        AccountLinks,
        { provide: WakeUps, useClass: redis.kind === 'memory' ? MemoryWakeUps : QueueWakeUps },
      ],
      exports: [
        Notifications,
        NotificationsRepository,
        ParkedNotifications,
        HeldNotifications,
        Payloads,
        Recipients,
        UnsubscribeLinks,
        AccountLinks,
        WakeUps,
      ],
    };
  }
}

/** Makes a program one of those that deliver. */
@Module({ providers: [Relay, Delivery, Composer], exports: [Relay] })
export class RelayModule {}
