import { ApiProperty } from '@nestjs/swagger';
import { Pagination, SuccessProperty } from '@app/http';
import type { AdminAct } from './admin-act.entity.js';

const EXAMPLE_ID = '01938a5e-7c11-7abc-8def-012345678901';

export class AdminActResponse {
  @ApiProperty({ example: EXAMPLE_ID })
  id!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The account of the admin; null for a script.',
    example: EXAMPLE_ID,
  })
  adminId!: string | null;

  @ApiProperty({ description: 'What was done.', example: 'user.disabled' })
  act!: string;

  @ApiProperty({ description: 'What it was done to: the id of a user or of a notice, or a code.', example: EXAMPLE_ID })
  subject!: string;

  @ApiProperty({ type: String, nullable: true, example: 'Harasses owners; ticket 4711.' })
  reason!: string | null;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

export class AdminActsEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: [AdminActResponse] })
  acts!: AdminActResponse[];

  @ApiProperty({ type: Pagination })
  pagination!: Pagination;
}

export function toAdminActResponse({ id, adminId, act, subject, reason, at }: AdminAct): AdminActResponse {
  return { id, adminId, act, subject, reason, at: at.toISOString() };
}
