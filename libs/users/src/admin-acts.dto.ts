import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_ID, IdProperty, MomentProperty, Pagination, SuccessProperty, TextProperty } from '@app/http';
import type { AdminAct } from './admin-act.entity.js';

export class AdminActResponse {
  @IdProperty({ description: 'The record.' })
  id!: string;

  @IdProperty({ nullable: true, description: 'The account of the admin; null for a script.' })
  adminId!: string | null;

  @TextProperty({ max: 40, description: 'What was done.', example: 'user.disabled' })
  act!: string;

  @TextProperty({
    max: 64,
    description: 'What it was done to: the id of a user or of a notice, or a code.',
    example: EXAMPLE_ID,
  })
  subject!: string;

  @TextProperty({
    max: 500,
    nullable: true,
    description: 'Why, in the words of the admin.',
    example: 'Harasses owners; ticket 4711.',
  })
  reason!: string | null;

  @MomentProperty({ description: 'When it was done.' })
  at!: string;
}

export class AdminActsEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: [AdminActResponse], description: 'One page of them.' })
  acts!: AdminActResponse[];

  @ApiProperty({ type: Pagination })
  pagination!: Pagination;
}

export function toAdminActResponse({ id, adminId, act, subject, reason, at }: AdminAct): AdminActResponse {
  return { id, adminId, act, subject, reason, at: at.toISOString() };
}
