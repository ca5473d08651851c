import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isId, transact } from '@app/database';
import { AppError, CommonErrors, type Page, type PageRequest } from '@app/http';
import { Notifications, type ParkedNotification, ParkedNotifications } from '@app/notifications';
import { AdminActs } from './admin-acts.service.js';
import type { User } from './user.entity.js';

/** What admins see of notices that could not be delivered, and do with them. Who they are for is an id, as in the record. */
@Injectable()
export class AdminNotificationsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly parked: ParkedNotifications,
    private readonly notifications: Notifications,
    private readonly acts: AdminActs,
  ) {}

  /** One page of what is parked, newest first. */
  async listPage({ position, from, to, limit, offset }: PageRequest): Promise<Page<ParkedNotification>> {
    const after = position && { createdAt: new Date(position.afterMs), id: position.afterId };
    // One row more than the page shows whether any follow.
    const [rows, total] = await Promise.all([
      this.parked.list({ from, to, after }, limit + 1, position ? 0 : offset),
      position ? position.total : this.parked.countIn({ from, to }),
    ]);
    return { rows: rows.slice(0, limit), total, hasMore: rows.length > limit };
  }

  /**
   * Has a parked notice tried again at once.
   *
   * @throws AppError NOT_FOUND when no such notice is parked
   */
  async retry(admin: User, id: string): Promise<ParkedNotification> {
    const notification = isId(id) ? await this.parked.find(id) : null;
    if (!notification) throw new AppError(CommonErrors.NOT_FOUND, { notificationId: id });
    await transact(this.dataSource, async (manager) => {
      const retried = await this.parked.retry(id, manager);
      if (retried === 0) throw new AppError(CommonErrors.NOT_FOUND, { notificationId: id });
      await this.acts.record(manager, { adminId: admin.id, act: 'notification.retried', subject: id });
      this.notifications.wakeAfterCommit(manager, id);
    });
    return notification;
  }
}
