import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CommonErrors, CurrentUser, Endpoint, type Envelope, ok } from '@app/http';
import type { Caller } from '@app/users';
import { ChangeCode, CodeEnvelope, type CodeResponse, toCodeResponse } from './admin-codes.dto.js';
import { AdminCodesService } from './admin-codes.service.js';
import { QrErrors } from './qr.errors.js';

@ApiTags('Admin')
@Controller('admin/qr')
export class AdminCodesController {
  constructor(private readonly codes: AdminCodesService) {}

  @Get(':code')
  @Endpoint({ summary: 'Read a code', access: 'admin', answer: CodeEnvelope, errors: [QrErrors.QR_NOT_FOUND] })
  async getCode(@CurrentUser() { user }: Caller, @Param('code') code: string): Promise<Envelope<{ qr: CodeResponse }>> {
    return ok({ qr: toCodeResponse(await this.codes.getCode(user, code)) });
  }

  @Patch(':code')
  @Endpoint({
    summary: 'Disable a code, or enable it again',
    description: 'A disabled code resolves to nothing at once, everywhere, and its owner cannot undo that.',
    access: 'admin',
    answer: CodeEnvelope,
    errors: [CommonErrors.VALIDATION_FAILED, QrErrors.QR_NOT_FOUND],
  })
  async changeCode(
    @CurrentUser() { user }: Caller,
    @Param('code') code: string,
    @Body() body: ChangeCode,
  ): Promise<Envelope<{ qr: CodeResponse }>> {
    return ok({ qr: toCodeResponse(await this.codes.changeCode(user, code, body)) });
  }
}
