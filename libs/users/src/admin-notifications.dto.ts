import { ApiProperty } from '@nestjs/swagger';
import {
  EnumProperty,
  IdProperty,
  IntegerProperty,
  MomentProperty,
  Pagination,
  SuccessProperty,
  TextProperty,
} from '@app/http';
import type { ParkedNotification } from '@app/notifications';

/** `waiting` is what a parked notice becomes when it is retried. */
const STATUSES = ['parked', 'waiting'] as const;
type Status = (typeof STATUSES)[number];

/** A notice as support sees it: nothing of what it says, nor to which address. */
export class NotificationResponse {
  @IdProperty({ description: 'The notice.' })
  id!: string;

  @TextProperty({ max: 20, description: 'What it is about.', example: 'scan-alert' })
  kind!: string;

  @EnumProperty({
    enum: STATUSES,
    enumName: 'NotificationStatus',
    description: 'Whether a notice is parked, or waits to be tried again.',
  })
  status!: Status;

  @IdProperty({ nullable: true, description: 'The account it is for; null for a code to sign in.' })
  userId!: string | null;

  @IntegerProperty({ description: 'How often its delivery was tried.', example: 1 })
  attempts!: number;

  @TextProperty({
    max: 100,
    nullable: true,
    description: 'Why the last attempt failed, in codes of the mail server.',
    example: 'EENVELOPE RCPT TO 550 5.1.1',
  })
  lastError!: string | null;

  @MomentProperty({ description: 'When what it tells happened.' })
  createdAt!: string;
}

export class NotificationEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: NotificationResponse })
  notification!: NotificationResponse;
}

export class NotificationsEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: [NotificationResponse], description: 'The notices, newest first.' })
  notifications!: NotificationResponse[];

  @ApiProperty({ type: Pagination })
  pagination!: Pagination;
}

export function toNotificationResponse(notification: ParkedNotification, status: Status): NotificationResponse {
  const { id, kind, userId, attempts, lastError, createdAt } = notification;
  return { id, kind, status, userId, attempts, lastError, createdAt: createdAt.toISOString() };
}
