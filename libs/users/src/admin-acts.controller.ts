import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CommonErrors, Endpoint, PageQuery, ok, toPageRequest, toPagination } from '@app/http';
import { AdminActsEnvelope, toAdminActResponse } from './admin-acts.dto.js';
import { AdminActs } from './admin-acts.service.js';

@ApiTags('Admin')
@Controller('admin')
export class AdminActsController {
  constructor(private readonly acts: AdminActs) {}

  @Get('acts')
  @Endpoint({
    summary: 'List what admins did, newest first',
    description: 'Who looked at what and changed what, page by page; nothing here can be changed.',
    access: 'admin',
    answer: AdminActsEnvelope,
    errors: [CommonErrors.VALIDATION_FAILED],
  })
  async listAdminActs(@Query() query: PageQuery): Promise<AdminActsEnvelope> {
    const request = toPageRequest(query);
    const page = await this.acts.listPage(request);
    const rows = page.rows.map(({ id, at }) => ({ id, timestamp: at }));
    return ok({ acts: page.rows.map(toAdminActResponse), pagination: toPagination(request, { ...page, rows }) });
  }
}
