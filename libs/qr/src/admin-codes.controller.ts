import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CommonErrors, CurrentUser, Endpoint, type Envelope, ok } from '@app/http';
import type { Caller } from '@app/users';
import { ChangeCode, CodeEnvelope, type CodeResponse, toCodeResponse } from './admin-codes.dto.js';
import { AdminCodesService } from './admin-codes.service.js';
import { QrErrors } from './qr.errors.js';

const CODE = {
  name: 'code',
  description: 'A code in any letter case.',
  schema: { type: 'string' as const, maxLength: 32, example: '7K3M9QXT2B' },
};

@ApiTags('Admin')
@Controller('admin/qr')
export class AdminCodesController {
  constructor(private readonly codes: AdminCodesService) {}

  @Get(':code')
  @ApiParam(CODE)
  @Endpoint({
    summary: 'Read a code',
    description: 'Shows whose code it is and whether it resolves. Recorded in the audit log.',
    access: 'admin',
    answer: CodeEnvelope,
    errors: [QrErrors.QR_NOT_FOUND],
  })
  async getCode(@CurrentUser() { user }: Caller, @Param('code') code: string): Promise<Envelope<{ qr: CodeResponse }>> {
    return ok({ qr: toCodeResponse(await this.codes.getCode(user, code)) });
  }

  @Patch(':code')
  @ApiParam(CODE)
  @Endpoint({
    summary: 'Disable a code, or enable it again',
    description:
      'Against abuse: a disabled code stops resolving at once, and its owner cannot enable it. Recorded in the audit log.',
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
