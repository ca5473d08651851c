import { Body, Controller, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CarErrors } from '@app/cars';
import {
  CommonErrors,
  CurrentUser,
  describeLimit,
  Endpoint,
  type Envelope,
  IdParam,
  PageQuery,
  ok,
  toPageRequest,
  toPagination,
} from '@app/http';
import type { Caller } from '@app/users';
import { QrErrors } from './qr.errors.js';
import { QrLimits } from './qr.limits.js';
import { StickerFiles } from './sticker-files.js';
import {
  ChangeSticker,
  GenerateSticker,
  StickerEnvelope,
  type StickerResponse,
  StickersEnvelope,
  toStickerResponse,
} from './stickers.dto.js';
import type { StickerWithCode } from './stickers.repository.js';
import { StickersService } from './stickers.service.js';

const { RATE_LIMITED, VALIDATION_FAILED } = CommonErrors;
const { QR_NOT_FOUND } = QrErrors;

@ApiTags('QR')
@Controller('qr')
export class StickersController {
  constructor(
    private readonly stickers: StickersService,
    private readonly files: StickerFiles,
  ) {}

  @Post('generate')
  @Endpoint({
    summary: 'Make a sticker',
    description:
      'Makes a sticker to print; `downloadUrl` in the response links to the file. Repeating the request returns the ' +
      `same sticker. ${describeLimit(QrLimits.GENERATE, 'an account')}`,
    answer: StickerEnvelope,
    status: 201,
    errors: [VALIDATION_FAILED, CarErrors.CAR_NOT_FOUND, QR_NOT_FOUND, RATE_LIMITED],
  })
  async generateSticker(
    @CurrentUser() { user }: Caller,
    @Body() body: GenerateSticker,
  ): Promise<Envelope<{ qr: StickerResponse }>> {
    return this.answer(await this.stickers.generateSticker(user, body));
  }

  @Get()
  @Endpoint({
    summary: 'List my stickers, newest first',
    description: 'All stickers of the caller, page by page.',
    answer: StickersEnvelope,
    errors: [VALIDATION_FAILED],
  })
  async listMyStickers(@CurrentUser() { user }: Caller, @Query() query: PageQuery): Promise<StickersEnvelope> {
    const request = toPageRequest(query);
    const page = await this.stickers.listStickersOf(user.id, request);
    const codes = await Promise.all(page.rows.map((sticker) => this.describe(sticker)));
    const rows = page.rows.map(({ id, createdAt }) => ({ id, timestamp: createdAt }));
    return ok({ codes, pagination: toPagination(request, { ...page, rows }) });
  }

  @Get(':id')
  @IdParam('id', 'The sticker.')
  @Endpoint({
    summary: 'Read a sticker',
    description: 'Public for anyone who has the id, so that a print shop needs no account.',
    access: 'public',
    answer: StickerEnvelope,
    errors: [QR_NOT_FOUND],
  })
  async getSticker(@Param('id') id: string): Promise<Envelope<{ qr: StickerResponse }>> {
    return this.answer(await this.stickers.getSticker(id));
  }

  @Get(':id/download')
  @IdParam('id', 'The sticker.')
  @Endpoint({
    summary: 'Download the file of a sticker',
    description:
      'Supports ETag, If-None-Match, Range and HEAD. The file never changes and may be cached without expiry.',
    access: 'public',
    answer: ['application/pdf', 'image/svg+xml', 'image/png'],
    errors: [QR_NOT_FOUND],
  })
  @ApiResponse({ status: 206, description: 'The bytes requested by `Range`.' })
  @ApiResponse({ status: 304, description: 'The file has not changed.' })
  @ApiResponse({
    status: 416,
    description: 'The requested range is beyond the end of the file. The body is an `ErrorResponse`.',
  })
  async downloadSticker(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.files.send(await this.stickers.getSticker(id), request, reply);
  }

  @Post(':id/rotate')
  @IdParam('id', 'One of my stickers.')
  @Endpoint({
    summary: 'Replace the code of a sticker',
    description:
      'For a code that is misused. Returns the same sticker with a new code, to be printed again; the old code ' +
      `permanently stops resolving. ${describeLimit(QrLimits.GENERATE, 'an account, new stickers included')}`,
    answer: StickerEnvelope,
    status: 201,
    errors: [QR_NOT_FOUND, RATE_LIMITED],
  })
  async rotateCode(
    @CurrentUser() { user }: Caller,
    @Param('id') id: string,
  ): Promise<Envelope<{ qr: StickerResponse }>> {
    return this.answer(await this.stickers.rotateCode(user, id));
  }

  @Patch(':id')
  @IdParam('id', 'One of my stickers.')
  @Endpoint({
    summary: 'Withdraw the code of a sticker, or let it resolve again',
    description: 'For example when a sticker is lost or the car is lent. Affects all stickers with the same code.',
    answer: StickerEnvelope,
    errors: [VALIDATION_FAILED, QR_NOT_FOUND],
  })
  async changeSticker(
    @CurrentUser() { user }: Caller,
    @Param('id') id: string,
    @Body() { active }: ChangeSticker,
  ): Promise<Envelope<{ qr: StickerResponse }>> {
    return this.answer(await this.stickers.setActive(user.id, id, active));
  }

  private async answer(sticker: StickerWithCode): Promise<Envelope<{ qr: StickerResponse }>> {
    return ok({ qr: await this.describe(sticker) });
  }

  private async describe(sticker: StickerWithCode): Promise<StickerResponse> {
    const downloadUrl = await this.files.downloadUrl(sticker);
    return toStickerResponse(sticker, { qrValue: this.stickers.qrValueOf(sticker), downloadUrl });
  }
}
