import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CommonErrors, CurrentUser, Endpoint, IdParam, PageQuery, ok, toPageRequest, toPagination } from '@app/http';
import { NotificationEnvelope, NotificationsEnvelope, toNotificationResponse } from './admin-notifications.dto.js';
import { AdminNotificationsService } from './admin-notifications.service.js';
import type { Caller } from './caller.js';

@ApiTags('Admin')
@Controller('admin/notifications')
export class AdminNotificationsController {
  constructor(private readonly notifications: AdminNotificationsService) {}

  @Get()
  @Endpoint({
    summary: 'List notices that could not be delivered',
    description:
      'What a mail server refused for good, newest first: why, and how often it was tried. Not what it says.',
    access: 'admin',
    answer: NotificationsEnvelope,
    errors: [CommonErrors.VALIDATION_FAILED],
  })
  async listParkedNotifications(@Query() query: PageQuery): Promise<NotificationsEnvelope> {
    const request = toPageRequest(query);
    const page = await this.notifications.listPage(request);
    const rows = page.rows.map(({ id, createdAt }) => ({ id, timestamp: createdAt }));
    return ok({
      notifications: page.rows.map((row) => toNotificationResponse(row, 'parked')),
      pagination: toPagination(request, { ...page, rows }),
    });
  }

  @Post(':id/retry')
  @Endpoint({
    summary: 'Try a notice that could not be delivered again',
    description: 'It is tried at once. Should it fail for good again, it is parked again.',
    access: 'admin',
    answer: NotificationEnvelope,
    errors: [CommonErrors.NOT_FOUND],
  })
  @IdParam('id', 'A parked notice.')
  async retryNotification(@CurrentUser() { user }: Caller, @Param('id') id: string): Promise<NotificationEnvelope> {
    return ok({ notification: toNotificationResponse(await this.notifications.retry(user, id), 'waiting') });
  }
}
