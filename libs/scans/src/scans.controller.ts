import { Body, Controller, Get, Param, Patch, Post, Query, StreamableFile } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  COMPRESSED,
  ClientNetwork,
  CommonErrors,
  CurrentUser,
  EXAMPLE_ID,
  describeLimit,
  Endpoint,
  type Envelope,
  IdParam,
  type Page,
  PageQuery,
  type PageRequest,
  RangeQuery,
  ok,
  toPageRequest,
  toPagination,
} from '@app/http';
import { CarErrors } from '@app/cars';
import { QrErrors, toScannedCarResponse } from '@app/qr';
import { type Caller, EXPORT_LIMIT, Exports } from '@app/users';
import type { Scan } from './scan.entity.js';
import { toCsv } from './scans.csv.js';
import {
  MarkScan,
  type ScanActivity,
  ScanEnvelope,
  ScansEnvelope,
  ScanStatsEnvelope,
  ScanSubmittedEnvelope,
  StatsQuery,
  SubmitScan,
  toScanActivity,
} from './scans.dto.js';
import { ScanErrors } from './scans.errors.js';
import { REPEAT_SECONDS, ScanLimits } from './scans.limits.js';
import { ScansService } from './scans.service.js';

const EXAMPLE_CSV =
  'id,carId,qrCode,scannerPhone,scannerEmail,notes,reason,via,timestamp,readAt,resolvedAt\r\n' +
  `${EXAMPLE_ID},${EXAMPLE_ID},7K3M9QXT2B,'+919812345678,ravi@example.com,,blocking,form,2026-11-22T10:00:00.000Z,,\r\n`;

const { INVALID_PHONE, RATE_LIMITED, VALIDATION_FAILED } = CommonErrors;

@ApiTags('Scans')
@Controller()
export class ScansController {
  constructor(
    private readonly scans: ScansService,
    private readonly exports: Exports,
  ) {}

  @Post('scans')
  @Endpoint({
    summary: 'Leave a scan and see the contact',
    description:
      'What a scanner sends when the gate is `form`; the owner is told, and the answer has the contact. The same ' +
      `submission again within ${REPEAT_SECONDS} seconds answers with the same scan. ` +
      `${describeLimit(ScanLimits.PER_PHONE, 'one phone and car')} ` +
      `${describeLimit(ScanLimits.PER_ADDRESS, 'an IP address and one car')} ${describeLimit(ScanLimits.PER_CAR, 'a car')}`,
    access: 'optional',
    answer: ScanSubmittedEnvelope,
    status: 201,
    limit: ScanLimits.SUBMIT,
    errors: [VALIDATION_FAILED, INVALID_PHONE, CarErrors.CAR_NOT_FOUND, QrErrors.QR_NOT_FOUND, RATE_LIMITED],
  })
  async submitScan(
    @Body() body: SubmitScan,
    @ClientNetwork() network: string,
    @CurrentUser() caller?: Caller,
  ): Promise<ScanSubmittedEnvelope> {
    const { scan, car } = await this.scans.submitScan(body, caller?.user, network);
    return ok({ activity: toScanActivity(scan), car: toScannedCarResponse(car, 'open') });
  }

  @Get('scans')
  @RouteConfig(COMPRESSED)
  @Endpoint({
    summary: 'List the scans of my car, newest first',
    description: 'Who asked for me, page by page: go on with the `nextCursor` of the last answer.',
    answer: ScansEnvelope,
    errors: [VALIDATION_FAILED],
  })
  async listMyScans(@CurrentUser() { user }: Caller, @Query() query: PageQuery): Promise<ScansEnvelope> {
    return toPage(query, (request) => this.scans.listScansOf(user.id, request));
  }

  @Get('scans/stats')
  @Endpoint({
    summary: 'Count the scans of my car',
    description: 'For a chart: how many scans, by day and by code. 366 days at the most.',
    answer: ScanStatsEnvelope,
    errors: [VALIDATION_FAILED],
  })
  async getMyScanStats(@CurrentUser() { user }: Caller, @Query() query: StatsQuery): Promise<ScanStatsEnvelope> {
    return ok({ stats: await this.scans.getStats(user.id, query) });
  }

  @Get('scans/export.csv')
  @ApiProduces('text/csv')
  @Endpoint({
    summary: 'Export the scans of my car as CSV',
    description:
      'For a spreadsheet: begins with a UTF-8 byte order mark, and cells that it would take for a formula begin with an ' +
      `apostrophe. ${describeLimit(EXPORT_LIMIT, 'an account')} Exports of the account count too, and one runs at a time.`,
    answer: 'text/csv',
    example: EXAMPLE_CSV,
    errors: [VALIDATION_FAILED, RATE_LIMITED],
  })
  async exportMyScans(@CurrentUser() { user }: Caller, @Query() { from, to }: RangeQuery): Promise<StreamableFile> {
    const range = { from: from ?? null, to: to ?? null };
    const csv = await this.exports.stream(user.id, () => toCsv(this.scans.exportScansOf(user.id, range)));
    return new StreamableFile(csv, {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="carqr-scans.csv"',
    });
  }

  @Get('cars/:carId/scans')
  @RouteConfig(COMPRESSED)
  @IdParam('carId', 'My car.')
  @Endpoint({
    summary: 'List the scans of a car of mine, newest first',
    description: 'The same as GET /scans, for a car that is named by its id.',
    answer: ScansEnvelope,
    errors: [VALIDATION_FAILED, CarErrors.CAR_NOT_FOUND],
  })
  async listCarScans(
    @CurrentUser() { user }: Caller,
    @Param('carId') carId: string,
    @Query() query: PageQuery,
  ): Promise<ScansEnvelope> {
    return toPage(query, (request) => this.scans.listScansOfCar(user.id, carId, request));
  }

  @Get('scans/:carId/scans')
  @RouteConfig(COMPRESSED)
  @IdParam('carId', 'My car.')
  @Endpoint({
    summary: 'List the scans of a car of mine, by an older spelling',
    description: 'For apps that know no other; new ones call GET /cars/{carId}/scans.',
    deprecated: { since: '2026-11-22' },
    answer: ScansEnvelope,
    errors: [VALIDATION_FAILED, CarErrors.CAR_NOT_FOUND],
  })
  listCarScansByOldName(
    @CurrentUser() caller: Caller,
    @Param('carId') carId: string,
    @Query() query: PageQuery,
  ): Promise<ScansEnvelope> {
    return this.listCarScans(caller, carId, query);
  }

  @Patch('scans/:id')
  @IdParam('id', 'A scan of my car.')
  @Endpoint({
    summary: 'Mark a scan of my car',
    description: 'As read or resolved, or as neither; a field that is not given stays.',
    answer: ScanEnvelope,
    errors: [VALIDATION_FAILED, ScanErrors.SCAN_NOT_FOUND],
  })
  async markScan(
    @CurrentUser() { user }: Caller,
    @Param('id') id: string,
    @Body() body: MarkScan,
  ): Promise<Envelope<{ activity: ScanActivity }>> {
    return ok({ activity: toScanActivity(await this.scans.markScan(user.id, id, body)) });
  }
}

async function toPage(query: PageQuery, list: (request: PageRequest) => Promise<Page<Scan>>): Promise<ScansEnvelope> {
  const request = toPageRequest(query);
  const page = await list(request);
  return ok({ scans: page.rows.map(toScanActivity), pagination: toPagination(request, page) });
}
