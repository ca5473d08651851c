import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CommonErrors, CurrentUser, describeLimit, Endpoint } from '@app/http';
import type { Caller } from '@app/users';
import { LookupEnvelope } from './lookups.dto.js';
import { LookupsService } from './lookups.service.js';
import { QrErrors } from './qr.errors.js';
import { QrLimits } from './qr.limits.js';

@ApiTags('Cars')
@Controller('cars/qr')
export class LookupsController {
  constructor(private readonly lookups: LookupsService) {}

  @Get(':code')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiParam({
    name: 'code',
    description: 'A code in any letter case, a whole scan URL percent-encoded, or a car id.',
    schema: { type: 'string', maxLength: 1000, example: '7K3M9QXT2B' },
  })
  @Endpoint({
    summary: 'Look a car up by its code',
    description:
      'What an app shows after reading a code. The gate is open for the owner and for viewers with premium; ' +
      `everyone else submits a scan first. ${describeLimit(QrLimits.OWNERS_SEEN, 'a premium viewer, counting different owners')}`,
    access: 'optional',
    answer: LookupEnvelope,
    limit: QrLimits.LOOK_UP,
    errors: [QrErrors.QR_NOT_FOUND, CommonErrors.RATE_LIMITED],
  })
  lookUpCar(@Param('code') code: string, @CurrentUser() caller?: Caller): Promise<string> {
    return this.lookups.lookUp(code, caller?.user);
  }
}
