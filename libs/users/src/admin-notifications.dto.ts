import { ApiProperty } from '@nestjs/swagger';
import { OneOf, PageQuery, Pagination, SuccessProperty } from '@app/http';
import type { ParkedNotification } from '@app/notifications';

const EXAMPLE_ID = '01938a5e-7c11-7abc-8def-012345678901';

/** `waiting` is what a parked notice becomes when it is retried. */
const STATUSES = ['parked', 'waiting'] as const;
type Status = (typeof STATUSES)[number];

export class ParkedQuery extends PageQuery {
  @OneOf(['parked'], { enumName: 'ListedNotificationStatus', optional: true, description: 'Others are not listed.' })
  status?: 'parked';
}

/** A notice as support sees it: nothing of what it says, nor to which address. */
export class NotificationResponse {
  @ApiProperty({ example: EXAMPLE_ID })
  id!: string;

  @ApiProperty({ description: 'What it is about.', example: 'scan-alert' })
  kind!: string;

  @ApiProperty({ enum: STATUSES, enumName: 'NotificationStatus' })
  status!: Status;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The account it is for; null for a code to sign in.',
    example: EXAMPLE_ID,
  })
  userId!: string | null;

  @ApiProperty({ type: 'integer', description: 'How often its delivery was tried.', example: 1 })
  attempts!: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why the last attempt failed, in codes of the mail server.',
    example: 'EENVELOPE RCPT TO 550 5.1.1',
  })
  lastError!: string | null;

  @ApiProperty({ format: 'date-time' })
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

  @ApiProperty({ type: [NotificationResponse] })
  notifications!: NotificationResponse[];

  @ApiProperty({ type: Pagination })
  pagination!: Pagination;
}

export function toNotificationResponse(notification: ParkedNotification, status: Status): NotificationResponse {
  const { id, kind, userId, attempts, lastError, createdAt } = notification;
  return { id, kind, status, userId, attempts, lastError, createdAt: createdAt.toISOString() };
}
